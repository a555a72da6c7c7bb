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

  // Paper shows what the screen folds away.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details[data-print-open]").forEach(function (fold) { fold.open = true; });
  });
})();
