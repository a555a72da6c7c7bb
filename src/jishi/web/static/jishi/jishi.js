// Small comforts; every page works without them.
(function () {
  "use strict";
  var tip = null;

  function hideTip() {
    if (tip) { tip.remove(); tip = null; }
  }

  // A chart says its numbers to screen readers in aria-label; show the same words to the pointer.
  document.addEventListener("mouseover", function (event) {
    var mark = event.target.closest ? event.target.closest("svg[role=img][aria-label]") : null;
    hideTip();
    if (!mark) { return; }
    tip = document.createElement("div");
    tip.className = "tip";
    tip.textContent = mark.getAttribute("aria-label");
    document.body.appendChild(tip);
    var box = mark.getBoundingClientRect();
    var left = Math.min(box.left + window.scrollX, window.scrollX + document.documentElement.clientWidth - tip.offsetWidth - 8);
    tip.style.left = Math.max(8, left) + "px";
    tip.style.top = box.bottom + window.scrollY + 6 + "px";
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-print]") : null;
    if (button) { window.print(); }
  });

  // A second press on the same button would send the same form twice.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) { return; }
    window.setTimeout(function () {
      form.querySelectorAll("button").forEach(function (button) { button.disabled = true; });
    }, 0);
  });
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) { return; }
    document.querySelectorAll("form button").forEach(function (button) { button.disabled = false; });
  });

  // Filters answer at once; without this script the search button does it.
  document.addEventListener("change", function (event) {
    var form = event.target.closest ? event.target.closest("form[data-filters]") : null;
    if (form && event.target.tagName === "SELECT") { form.submit(); }
  });

  // In a long line of units the hands stay on the keys: J and K go on and back, A approves, L is the list.
  function walk(step) {
    var rows = Array.prototype.slice.call(document.querySelectorAll("tr[data-row]"));
    if (!rows.length) { return; }
    var at = rows.findIndex(function (row) { return row.classList.contains("current"); });
    var next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    rows.forEach(function (row) { row.classList.remove("current"); });
    next.classList.add("current");
    next.scrollIntoView({ block: "nearest" });
    var link = next.querySelector("th a");
    if (link) { link.focus({ preventScroll: true }); }
  }
  document.addEventListener("keydown", function (event) {
    var typing = event.target.closest && event.target.closest("input, select, textarea, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    var key = event.key.toLowerCase();
    if (!/^[a-z]$/.test(key)) { return; }
    var mark = document.querySelector('[data-key="' + key + '"]');
    if (mark) { event.preventDefault(); mark.click(); return; }
    if (key === "j" || key === "k") { walk(key === "j" ? 1 : -1); }
  });

  // Paper shows what the screen folds away.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details[data-print-open]").forEach(function (fold) { fold.open = true; });
  });
})();
