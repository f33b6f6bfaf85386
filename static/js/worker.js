// The service worker: pages from the network while there is one, else as they were kept.
// Files have hashed names, so what is kept of them never changes; those of an older release go
// when no session is open any more. What belongs to a person is in a cache of its own.
import { MINE, PICTURES, PUBLIC, drop, isFresh, isGone, isOurs, isOut, isSession, keep, kept } from "./kept.js";
import { flush } from "./player/outbox.js";

const FILES = "files";
const OWNER = "/owner"; // no page: who the private pages belong to
const RELEASE = "/release"; // no page either: of which the exercises are
const CATALOGUE = "/exercises/";
const NOBODY = { credentials: "omit", redirect: "error" };
const PATIENCE = 4000; // so long a page that is kept waits for its newer self

const paths = (all) => all.map(({ url }) => new URL(url).pathname); // of windows or requests
const isMarked = async (cache, mark, text) => (await (await cache.match(mark))?.text()) === text;
const later = (ms) => new Promise((done) => setTimeout(done, ms));

export const serve = ({ files, pages, offline, release }) => {
  const wanted = new Set(files);

  const addFiles = async () => {
    const cache = await caches.open(FILES);
    const known = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
    await cache.addAll(files.filter((file) => !known.has(file)));
  };

  // Nobody's pages: asked for without a cookie.
  const addPages = () =>
    Promise.allSettled(pages.map((page) => fetch(page, NOBODY).then((answer) => isFresh(answer) && keep(answer.url, answer))));

  // A page, those below it that it links to, and their small pictures: one after the other, so that they do
  // not crowd out the page that one looks at.
  const add = async (page, as = {}) => {
    const get = (url) => fetch(url, { redirect: "error", ...as });
    const answer = await get(page);
    if (isGone(answer)) await drop(page);
    if (!isFresh(answer)) return;
    const text = await answer.clone().text();
    await keep(new URL(page, self.location.href).href, answer);
    const links = [...text.matchAll(/(?:href|src)="(\/[\w/-]+\/(?:thumbnail\.svg)?)[?"]/g)].map(([, link]) => link);
    for (const link of new Set(links)) {
      const known = link.endsWith(".svg") && (await caches.match(link, { cacheName: PUBLIC }));
      if (known || link === page || !link.startsWith(page)) continue;
      const one = await get(link).catch(() => null);
      if (one?.ok) await keep(one.url, one);
    }
  };

  const addSessions = (pages) => Promise.allSettled(pages.filter(isSession).map((page) => add(page)));
  const keepOpen = async () => addSessions(paths(await self.clients.matchAll()));
  const openPages = async () => paths(await self.clients.matchAll({ includeUncontrolled: true }));
  const keptPages = async () => paths(await (await caches.open(MINE)).keys());

  // What is kept of sessions that no window shows, as the site has them now: they may have ended there, or be gone.
  const renew = async () => {
    const open = await openPages();
    await addSessions((await keptPages()).filter((page) => !open.includes(page)));
  };

  // Whose pages are kept. Of somebody else, whose sign-in here has only run out, nothing is left.
  const belongTo = async (owner) => {
    const cache = await caches.open(MINE);
    if (await isMarked(cache, OWNER, owner)) return;
    await caches.delete(MINE);
    await (await caches.open(MINE)).put(OWNER, new Response(owner));
    await (isOut() ? caches.delete(MINE) : keepOpen());
  };

  // The exercises, once a release: nobody's pages, asked for without a cookie.
  const addCatalogue = async () => {
    const cache = await caches.open(PUBLIC);
    if (await isMarked(cache, RELEASE, release)) return;
    await add(CATALOGUE, NOBODY);
    await cache.put(RELEASE, new Response(release));
  };

  // What one would like to have at hand: `mine` is the list of one's routines, and whose it is.
  const addAll = async (mine) => {
    const { pathname, hash } = new URL(mine, self.location.href);
    await belongTo(hash);
    await add(pathname).catch(() => {});
    if (!isOut()) await addCatalogue();
  };

  const prune = async () => {
    if ([...(await openPages()), ...(await keptPages())].some(isSession)) return;
    const cache = await caches.open(FILES);
    const old = (await cache.keys()).filter((request) => !wanted.has(new URL(request.url).pathname));
    await Promise.all(old.map((request) => cache.delete(request)));
  };

  const page = async (event) => {
    const { request } = event;
    const network = fetch(request).then((answer) => {
      if (isFresh(answer)) event.waitUntil(keep(request.url, answer.clone()).catch(() => {}));
      if (isGone(answer)) event.waitUntil(drop(new URL(request.url).pathname));
      return answer;
    });
    network.catch(() => {});
    const known = await kept(request.url);
    try {
      const slow = later(PATIENCE).then(() => null);
      const answer = await (known ? Promise.race([network, slow]) : network);
      return !known || isOurs(answer) ? answer : known;
    } catch {
      if (known || request.mode !== "navigate") return known || Response.error();
      return (await kept(new URL(offline, self.location.href).href)) || Response.error();
    }
  };

  // A session whose page came before the worker is kept now.
  const takeOver = async () => {
    await self.clients.claim();
    await keepOpen();
  };

  const file = async (request) => {
    const cache = await caches.open(FILES);
    const known = await cache.match(request);
    if (known) return known;
    const answer = await fetch(request);
    // A part of a file, as players of sound ask for, cannot be kept.
    if (answer.status === 200 && answer.type === "basic") await cache.put(request, answer.clone());
    return answer;
  };

  self.addEventListener("install", (event) => {
    self.skipWaiting();
    event.waitUntil(addFiles());
  });
  self.addEventListener("activate", (event) => {
    event.waitUntil(Promise.all([takeOver(), prune(), addPages()]));
  });
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== self.location.origin) return;
    const isPicture = PICTURES.some((name) => pathname.endsWith(`/${name}`));
    if (request.mode === "navigate" || isPicture) event.respondWith(page(event));
    else if (wanted.has(pathname) || /\.[0-9a-f]{8}\.\w+$/.test(pathname)) event.respondWith(file(request));
  });
  self.addEventListener("sync", (event) => event.waitUntil(flush()));
  // Each page of a person says so, once a day with what to have at hand; or that the person has signed out.
  self.addEventListener("message", (event) => {
    const { mine = [] } = event.data;
    event.waitUntil(Promise.allSettled([...mine.map(addAll), renew().then(prune)]));
  });
};
