// What every page needs beyond HTML: small, without imports, harmless when absent.
(() => {
  "use strict";

  // A session that ended answers a fragment with the sign-in page: go there instead of nesting it.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { shouldSwap, target, xhr } = event.detail;
    const isPage = /^\s*<(!doctype|html)/i.test(xhr.responseText);
    if (shouldSwap && isPage && target !== document.body) {
      event.detail.shouldSwap = false;
      location.assign(xhr.responseURL);
    }
  });

  // What renews itself rests while nobody looks, and catches up when somebody does.
  document.addEventListener("htmx:confirm", (event) => {
    const element = event.detail.elt;
    if (document.hidden && element.hasAttribute("data-only-visible")) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) document.body.dispatchEvent(new Event("page-shown"));
  });

  // A request that failed says so, unless nobody pressed for it or its part of the page says so.
  const failure = document.getElementById("failed-request");
  const tell = (event) => {
    failure.hidden = Boolean(event.detail.elt.closest("[data-only-visible], [data-own-errors]"));
  };
  document.addEventListener("htmx:sendError", tell);
  document.addEventListener("htmx:responseError", tell);
  document.addEventListener("htmx:timeout", tell);
  document.addEventListener("htmx:beforeRequest", () => (failure.hidden = true));

  // What works without a network: pages that a service worker keeps, and presses that wait. Only
  // browsers whose workers know modules get one; the others simply send again when they can.
  const stored = (use) => {
    try {
      return use();
    } catch {
      return null; // closed or full
    }
  };
  const tryAgain = () => {
    if (!stored(() => localStorage.getItem("limber-unsent"))) return;
    import("./player/outbox.js").then(({ flush }) => flush()).catch(() => {});
  };
  // Once a day and person: what of one's own is kept for times without a network.
  const wasAsked = (mine) => {
    const today = mine + new Date().toDateString();
    const asked = localStorage.getItem("limber-kept") === today;
    localStorage.setItem("limber-kept", today);
    return asked;
  };
  const goOffline = async () => {
    tryAgain();
    const workers = navigator.serviceWorker;
    const registered = await workers?.register("/sw.js", { type: "module" }).catch(() => null);
    const { mine } = document.body.dataset;
    if (registered && mine) (await workers.ready).active.postMessage({ mine: stored(() => wasAsked(mine)) ? [] : [mine] });
  };
  window.addEventListener("load", () => (window.requestIdleCallback || setTimeout)(goOffline));
  window.addEventListener("online", tryAgain);
})();
