// Keeps the visit forms that were taken along, and answers with them when there is no network.
var FORMS = "visit-forms";
var SHELL_CACHE = "visit-shell-" + VERSION;

self.addEventListener("install", function (event) {
  event.waitUntil(
    caches.open(SHELL_CACHE).then(function (cache) { return cache.addAll(SHELL); }).then(function () { return self.skipWaiting(); })
  );
});

self.addEventListener("activate", function (event) {
  event.waitUntil(
    caches.keys().then(function (names) {
      return Promise.all(names.filter(function (name) {
        return name.indexOf("visit-shell-") === 0 && name !== SHELL_CACHE;
      }).map(function (name) { return caches.delete(name); }));
    }).then(function () { return self.clients.claim(); })
  );
});

self.addEventListener("fetch", function (event) {
  var request = event.request;
  if (request.method !== "GET") { return; }
  var address = new URL(request.url);
  var ours = address.origin === self.location.origin;
  if (!ours) { return; }
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(function () {
      return caches.open(FORMS).then(function (cache) { return cache.match(address.pathname); }).then(function (found) {
        return found || Response.error();
      });
    }));
    return;
  }
  if (SHELL.indexOf(address.pathname) >= 0) {
    event.respondWith(fetch(request).catch(function () {
      return caches.match(address.pathname).then(function (found) { return found || Response.error(); });
    }));
  }
});
