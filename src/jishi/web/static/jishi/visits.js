// Visits without network: what is written stays on this phone, encrypted, until the office has it; then it is gone.
(function () {
  "use strict";
  var FORMS = "visit-forms", DATABASE = "visits", words = document.body.dataset;
  var state = document.getElementById("kept"), form = document.getElementById("visit");
  // Once everything is gone, looking for what is left must not make the store anew.
  var sending = false, gone = false;

  function able() {
    return window.isSecureContext && "serviceWorker" in navigator && "indexedDB" in window && window.crypto && crypto.subtle;
  }

  function opened() {
    return new Promise(function (done, failed) {
      var asked = indexedDB.open(DATABASE, 1);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore("visits", { keyPath: "key" });
        asked.result.createObjectStore("keys");
      };
      asked.onsuccess = function () { done(asked.result); };
      asked.onerror = function () { failed(asked.error); };
    });
  }

  function store(name, mode, act) {
    if (gone && mode === "readonly") { return Promise.resolve(name === "visits" ? [] : undefined); }
    gone = false;
    return opened().then(function (database) {
      return new Promise(function (done, failed) {
        var change = database.transaction(name, mode), asked = act(change.objectStore(name));
        change.oncomplete = function () { database.close(); done(asked && asked.result); };
        change.onerror = change.onabort = function () { database.close(); failed(change.error); };
      });
    });
  }

  // Of two tabs one waits for the other: while one finds nothing left and wipes, none keeps.
  function alone(act) { return navigator.locks ? navigator.locks.request(DATABASE, act) : act(); }

  // The key cannot be read out of the browser; who copies the phone's files has nothing to read them with. Each visit
  // has its own beside it, so that neither is ever there without the other.
  function keep(entry) {
    var nonce = crypto.getRandomValues(new Uint8Array(12)), own;
    return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]).then(function (made) {
      own = made;
      return crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, own, new TextEncoder().encode(JSON.stringify(entry.fields)));
    }).then(function (sealed) {
      var row = { key: entry.key, account: entry.account, address: entry.address, name: entry.name, own: own, nonce: nonce, sealed: sealed, refused: entry.refused || "" };
      return alone(function () { return store("visits", "readwrite", function (visits) { return visits.put(row); }); });
    });
  }

  function fieldsOf(row) {
    // What an earlier version of this page kept has one key for all.
    return (row.own ? Promise.resolve(row.own) : store("keys", "readonly", function (keys) { return keys.get("aes"); })).then(function (key) {
      return crypto.subtle.decrypt({ name: "AES-GCM", iv: row.nonce }, key, row.sealed);
    }).then(function (plain) { return JSON.parse(new TextDecoder().decode(plain)); });
  }

  // Somebody else may have written on this phone before: theirs is neither shown nor sent in another's name.
  function mine(row) { return !row.account || row.account === words.account; }

  function all() { return store("visits", "readonly", function (visits) { return visits.getAll(); }); }
  function drop(key) { return store("visits", "readwrite", function (visits) { return visits.delete(key); }); }

  function token() {
    var found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? decodeURIComponent(found[1]) : "";
  }

  // What was sent leaves nothing behind: its form goes, and with the last one everything else.
  function forget(address) {
    return caches.has(FORMS).then(function (there) {
      return there ? caches.open(FORMS).then(function (cache) { return cache.delete(address); }) : false;
    }).then(tidy);
  }

  function tidy() {
    return alone(function () {
      return Promise.all([all(), forms()]).then(function (left) {
        var pages = left[1].filter(function (request) { return request.url.indexOf("/visits/in/") >= 0; });
        if (left[0].length || pages.length) { return null; }
        return wipe();
      });
    });
  }

  function forms() {
    return caches.has(FORMS).then(function (there) {
      return there ? caches.open(FORMS).then(function (cache) { return cache.keys(); }) : [];
    });
  }

  function wipe() {
    gone = true;
    return caches.keys().then(function (names) {
      return Promise.all(names.map(function (name) { return caches.delete(name); }));
    }).then(function () {
      return new Promise(function (done) {
        var asked = indexedDB.deleteDatabase(DATABASE);
        asked.onsuccess = asked.onerror = asked.onblocked = function () { done(); };
      });
    }).then(function () { return navigator.serviceWorker.getRegistrations(); }).then(function (found) {
      return Promise.all(found.map(function (each) { return each.unregister(); }));
    });
  }

  function send(row) {
    return fieldsOf(row).then(function (fields) {
      return fetch(row.address, {
        method: "POST", redirect: "manual", credentials: "same-origin",
        headers: { "Accept": "application/json", "X-CSRFToken": token(), "Content-Type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(fields).toString()
      }).then(function (answer) {
        if (answer.status === 200 || answer.status === 201) {
          return drop(row.key).then(function () { return forget(row.address); });
        }
        if (answer.status === 409 || answer.status === 422) {
          return answer.json().then(function (told) {
            return refused(row, fields, told.refused.join(" "));
          });
        }
        if ([400, 404, 405, 410, 413].indexOf(answer.status) >= 0) {
          // It will never be taken as it is: it stays here for a person to see, and holds up no other.
          return refused(row, fields, words.closed);
        }
        // Sent to the log-in, or the form's token is of an earlier one: nothing is lost, it waits.
        return Promise.reject(new Error(answer.type === "opaqueredirect" || answer.status === 403 ? "door" : "later"));
      });
    });
  }

  function refused(row, fields, why) {
    return keep({ key: row.key, account: row.account, address: row.address, name: row.name, fields: fields, refused: why });
  }

  function flush() {
    if (sending || !navigator.onLine) { return show(); }
    sending = true;
    var why = "";
    return all().then(function (rows) {
      return rows.filter(function (row) { return mine(row) && !row.refused; }).reduce(function (before, row) {
        return before.then(function () { return why ? null : send(row).catch(function (fault) { why = fault.message; }); });
      }, Promise.resolve());
    }).then(function () { sending = false; return show(why); }, function () { sending = false; return show("later"); });
  }

  function line(text, kind) {
    var made = document.createElement("p");
    made.className = "notice " + kind;
    made.textContent = text;
    return made;
  }

  function refusedLine(row) {
    var made = line(row.name + ": " + row.refused, "poor"), again = document.createElement("a"), off = document.createElement("button");
    again.className = "button"; again.href = row.address + "#again=" + row.key; again.textContent = words.correct;
    off.className = "button plain"; off.type = "button"; off.textContent = words.discard;
    off.addEventListener("click", function () { drop(row.key).then(tidy).then(function () { show(); }); });
    made.appendChild(document.createElement("br")); made.appendChild(again); made.appendChild(off);
    return made;
  }

  function show(why) {
    if (!state) { return null; }
    return all().then(function (kept) {
      var rows = kept.filter(mine), others = kept.length - rows.length;
      state.textContent = "";
      var waiting = rows.filter(function (row) { return !row.refused; });
      if (waiting.length) {
        state.appendChild(line(words.waiting.replace("{count}", waiting.length) + " " + waiting.map(function (row) { return row.name; }).join(", "), "plain"));
      } else if (kept.length === 0 && state.dataset.sent) {
        state.appendChild(line(words.sent, "good"));
      }
      rows.filter(function (row) { return row.refused; }).forEach(function (row) { state.appendChild(refusedLine(row)); });
      if (why === "door" && waiting.length) {
        var made = line(words.door + " ", "poor"), door = document.createElement("a");
        door.href = words.login; door.textContent = words.enter;
        made.appendChild(door); state.appendChild(made);
      }
      if (others) { state.appendChild(line(words.others.replace("{count}", others), "plain")); }
      state.dataset.count = waiting.length;
    });
  }

  function fill(fields) {
    Object.keys(fields).forEach(function (name) {
      form.querySelectorAll('[name="' + name + '"]').forEach(function (input) {
        if (input.type === "radio") { input.checked = input.value === fields[name]; } else if (input.type !== "hidden") { input.value = fields[name]; }
      });
    });
  }

  function listen() {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (!form.reportValidity()) { return; }
      var fields = {}, old = (location.hash.match(/again=([\w-]+)/) || [])[1];
      new FormData(form).forEach(function (value, name) { if (name !== "csrfmiddlewaretoken") { fields[name] = value; } });
      fields.key = crypto.randomUUID();
      fields.account = words.account;
      keep({ key: fields.key, account: words.account, address: location.pathname, name: form.dataset.name, fields: fields })
        .then(function () { return old ? drop(old) : null; })
        .then(function () {
          form.reset();
          state.dataset.sent = "1";
          window.scrollTo(0, 0);
          return flush();
        })
        .catch(function () { state.textContent = ""; state.appendChild(line(words.full, "poor")); });
    });
    var again = (location.hash.match(/again=([\w-]+)/) || [])[1];
    if (again) {
      store("visits", "readonly", function (visits) { return visits.get(again); }).then(function (row) {
        return row && row.sealed && mine(row) ? fieldsOf(row).then(fill) : null;
      });
    }
  }

  function carrying() {
    var button = document.getElementById("take");
    if (!button) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      var boxes = document.querySelectorAll('input[name="take"]:checked'), wanted = Array.prototype.map.call(boxes, function (box) { return box.value; });
      button.disabled = true;
      navigator.serviceWorker.ready.then(function () { return caches.open(FORMS); }).then(function (cache) {
        return Promise.all(wanted.concat([location.pathname]).map(function (address) {
          // Without the visits of before: what others wrote stays at the office.
          return fetch(address + "?carry=1", { credentials: "same-origin", redirect: "error" }).then(function (answer) {
            if (!answer.ok) { throw new Error(String(answer.status)); }
            return cache.put(address, answer);
          });
        }));
      }).then(function () { said(words.taken.replace("{count}", wanted.length)); }, function () { said(words.untaken); })
        .then(function () { button.disabled = false; return marked(); });
    });
    document.getElementById("wipe").addEventListener("click", function () {
      all().then(function (rows) {
        if (rows.length && !window.confirm(words.sure)) { return; }
        wipe().then(function () { location.reload(); });
      });
    });
    marked();
  }

  function said(text) { document.getElementById("said").textContent = text; }

  function marked() {
    return forms().then(function (found) {
      var have = found.map(function (request) { return new URL(request.url).pathname; });
      document.querySelectorAll('input[name="take"]').forEach(function (box) {
        var here = have.indexOf(box.value) >= 0;
        box.checked = here || box.checked;
        box.closest("li").classList.toggle("carried", here);
      });
      document.getElementById("wipe").hidden = have.length === 0;
    });
  }

  if (!able()) {
    document.querySelectorAll("[data-plain]").forEach(function (each) { each.hidden = false; });
    return;
  }
  navigator.serviceWorker.register("/visits/worker.js");
  if (form) { listen(); }
  carrying();
  window.addEventListener("online", flush);
  window.setInterval(function () { if (state && Number(state.dataset.count || 0)) { flush(); } }, 15000);
  flush();
})();
