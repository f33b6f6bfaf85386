// One press on its way to the server, and its answer as data.

// A page of this origin that holds a fresh token for forms, when the one that was kept is too old.
const freshToken = async (entry) => {
  const response = await fetch(entry.page, { redirect: "manual" }).catch(() => null);
  const text = response?.ok ? await response.text() : "";
  return /name="csrfmiddlewaretoken" value="(\w+)"/.exec(text)?.[1] || "";
};

export const body = (entry) => new URLSearchParams({ ...entry.fields, csrfmiddlewaretoken: entry.token });

const send = (entry) =>
  fetch(entry.url, { method: "POST", body: body(entry), headers: { Accept: "application/json" }, redirect: "manual" });

// The answer; null if there was none yet; {lost} where the page is signed out, {gone} where there is
// no such session (any more).
export const post = async (entry) => {
  try {
    let response = await send(entry);
    if (response.status === 403) {
      entry.token = (await freshToken(entry)) || entry.token;
      response = await send(entry);
    }
    if (response.status >= 500 || response.status === 429) return null;
    if (response.status === 404 || response.status === 410) return { gone: true };
    const isData = (response.headers.get("Content-Type") || "").includes("json");
    return isData ? await response.json() : { lost: true };
  } catch {
    return null;
  }
};
