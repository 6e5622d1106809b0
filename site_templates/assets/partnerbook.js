// Conveniences only: every page reads and prints in full without them.
(function () {
  "use strict";

  // "Muller" finds "Müller".
  function plain(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  // A form with data-pb-filter="ID" narrows the items (data-pb-item) inside the element ID.
  // Each select compares its value with the words in the item's data attribute of the same name.
  // The choice is kept in the address, so that a filtered list can be sent to a colleague.
  function filter(form) {
    var list = document.getElementById(form.dataset.pbFilter);
    if (!list) { return; }
    var items = Array.prototype.slice.call(list.querySelectorAll("[data-pb-item]"));
    var texts = items.map(function (item) { return plain(item.textContent); });
    var fields = Array.prototype.slice.call(form.querySelectorAll("select, input"));
    var count = form.querySelector("[data-pb-count]");
    var empty = document.querySelector('[data-pb-empty="' + list.id + '"]');
    var clear = form.querySelector('button[type="reset"]');

    function apply() {
      var shown = 0;
      var query = new URLSearchParams();
      fields.forEach(function (field) { if (field.value) { query.set(field.name, field.value); } });
      items.forEach(function (item, index) {
        var fits = fields.every(function (field) {
          if (!field.value) { return true; }
          if (field.type === "search") {
            return plain(field.value).split(/\s+/).every(function (word) {
              return texts[index].indexOf(word) >= 0;
            });
          }
          return (item.dataset[field.name] || "").split(" ").indexOf(field.value) >= 0;
        });
        item.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      list.hidden = shown === 0;
      if (empty) { empty.hidden = shown > 0; }
      if (count) {
        count.textContent = (shown === 1 ? count.dataset.one : count.dataset.many).replace("{n}", shown);
      }
      if (clear) { clear.hidden = query.toString() === ""; }
      var search = query.toString();
      history.replaceState(null, "", location.pathname + (search ? "?" + search : "") + location.hash);
    }

    var start = new URLSearchParams(location.search);
    fields.forEach(function (field) { field.value = start.get(field.name) || ""; });
    form.addEventListener("input", apply);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () { setTimeout(apply, 0); });
    form.hidden = false;
    apply();
  }

  // What scrolls sideways must be reachable with the keyboard; what does not should not be a stop.
  function scrollers() {
    document.querySelectorAll(".pb-scroll, .md-typeset__scrollwrap").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth) { box.setAttribute("tabindex", "0"); }
      else { box.removeAttribute("tabindex"); }
    });
  }

  function copy(button) {
    var target = document.getElementById(button.dataset.pbCopy);
    if (!target || !navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(target.textContent.trim()).then(function () {
        button.textContent = button.dataset.done;
      });
    });
  }

  // From a folder of files there is no server that answers an address of a folder with its page.
  function pages(link) {
    if (link.protocol === "file:" && /\/$/.test(link.pathname)) { link.pathname += "index.html"; }
  }

  // The other language shows the same part of the page, narrowed in the same way.
  function alternate(link) {
    link.addEventListener("click", function () {
      link.search = location.search;
      link.hash = location.hash;
    });
  }

  if (location.protocol === "file:") { document.querySelectorAll("a[href]").forEach(pages); }
  document.querySelectorAll("[data-pb-alternate]").forEach(alternate);
  document.querySelectorAll("[data-pb-filter]").forEach(filter);
  document.querySelectorAll("[data-pb-copy]").forEach(copy);
  document.querySelectorAll("[data-pb-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  scrollers();
  // By then the theme has put its own boxes around tables.
  window.addEventListener("load", scrollers);
  window.addEventListener("resize", scrollers);
})();
