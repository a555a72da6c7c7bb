// Keeps the visit forms that were taken along, and answers with them when there is no network.
var FORMS = "visit-forms";
var SHELL_CACHE = "visit-shell-" + VERSION;
// Milliseconds that a page waits for the network, and for how long a dead line is remembered.
var PATIENCE = 2000, REMEMBERED = 30000;
var dead = 0;

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
  var navigating = request.mode === "navigate";
  if (!navigating && SHELL.indexOf(address.pathname) < 0) { return; }
  event.respondWith(inTime(request, function () {
    // Asked so, a cache that is gone is not made anew.
    return navigating ? caches.match(address.pathname, { cacheName: FORMS }) : caches.match(address.pathname);
  }));
});

// A dead line may take half a minute to say so: after a short while the form that was taken along opens, and what
// belongs to it at once. The network still wins when it is there.
function inTime(request, kept) {
  return new Promise(function (done) {
    var open = true;
    function answer(found) { if (open && found) { open = false; done(found); } }
    var timer = setTimeout(function () {
      kept().then(function (found) { if (found && open) { dead = Date.now(); } answer(found); });
    }, Date.now() - dead < REMEMBERED ? 0 : PATIENCE);
    fetch(request).then(function (found) {
      clearTimeout(timer);
      dead = 0;
      answer(found);
    }, function () {
      clearTimeout(timer);
      kept().then(function (found) { answer(found || Response.error()); });
    });
  });
}
