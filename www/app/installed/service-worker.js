// The service worker of the page where it is served over http(s): the page opens again without a network.
//
// One cache per build, named after the page's own bytes. A newer build is fetched into a cache of its own and waits until no
// tab of the older one is open: nothing is exchanged under a reader's hands, and no open work is lost.

const PREFIX = "duizhao-";
const CACHE = `${PREFIX}DUIZHAO_VERSION`;
const FILES = ["./", "manifest.webmanifest", "icon.svg"];

self.addEventListener("install", (event) => {
  // Asked of the server, not of the browser's cache: what waits there may be the older page.
  const fresh = FILES.map((file) => new Request(file, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)));
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith(PREFIX) && name !== CACHE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  const path = new URL(request.url).pathname.slice(new URL(self.registration.scope).pathname.length);
  const file = path === "" || path === "index.html" ? "./" : path;
  if (!FILES.includes(file)) return;
  event.respondWith(caches.open(CACHE).then(async (cache) => (await cache.match(file)) ?? fetch(request)));
});
