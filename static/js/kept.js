// What the service worker keeps of pages, and where: public ones, and those of a person in a cache of their own.
import { forget } from "./player/store.js";

export const PUBLIC = "public";
export const MINE = "mine";
export const PICTURES = ["thumbnail.svg", "figure.json"];
const SESSION = /^\/sessions\/[0-9a-f-]{36}\/$/;
const KEPT = /^\/(exercises\/|routines\/|safety\/help\/|offline\/)/;

export const isSession = (path) => SESSION.test(path);
const isPlayed = (text) => text.includes('id="player-data"');

// The pictures that a session shows of its exercises, also of those still to come. One after the
// other, so that they do not crowd out the page.
const keepPictures = async (text) => {
  const cache = await caches.open(PUBLIC);
  const slugs = [...text.matchAll(/"slug": ?"([\w-]+)"/g)].map(([, slug]) => slug);
  for (const slug of new Set(slugs)) {
    for (const url of PICTURES.map((name) => `/exercises/${slug}/${name}`)) {
      if (!(await cache.match(url))) await cache.add(url);
    }
  }
};

// Whoever signs out takes the worker out of service, which then ends what it has begun.
export const isOut = () => !self.registration.active;

const put = async (cache, { pathname, search }, answer) => {
  if (!isSession(pathname)) {
    if (KEPT.test(pathname) && !search) await cache.put(pathname, answer);
    return;
  }
  const { headers } = answer;
  const mark = `id="player" data-kept="${Date.now()}"`;
  const text = await answer.text();
  if (!isPlayed(text)) await cache.delete(pathname);
  else {
    await cache.put(pathname, new Response(text.replace('id="player"', mark), { headers }));
    await keepPictures(text);
  }
};

// A page for the caches: private ones apart; of sessions only the open one, which then says since when it
// is kept. One of one's own does not outlive a sign-out that came meanwhile.
export const keep = async (url, answer) => {
  const mine = (answer.headers.get("Cache-Control") || "").includes("private");
  if (mine && isOut()) return;
  const place = new URL(url);
  const cache = await caches.open(mine ? MINE : PUBLIC);
  await put(cache, place, answer);
  if (mine && isOut()) await cache.delete(place.pathname);
};

export const kept = async (url) => {
  const { pathname } = new URL(url);
  return (await caches.match(pathname, { cacheName: MINE })) || caches.match(pathname, { cacheName: PUBLIC });
};

export const isFresh = (answer) => answer.ok && !answer.redirected && answer.type === "basic";
// The site says that there is no such page; a proxy that has lost the site says 404 too.
export const isGone = (answer) => answer.status === 404 && answer.headers.has("Content-Security-Policy");
// A site that fails, or a proxy that has lost it, is no better than none. A way to the sign-in says nothing of itself.
export const isOurs = (answer) => answer?.status < 500 && (answer.status !== 404 || isGone(answer));
// Of what is gone nothing stays.
export const drop = async (path) => {
  await (await caches.open(MINE)).delete(path);
  if (isSession(path)) await forget(path.split("/")[2]);
};
