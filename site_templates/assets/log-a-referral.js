// The form that logs a referral. Everything happens in this window: what was typed becomes a record, and the forge's
// page for a new file opens with it. What may be chosen stands in the page; nothing is asked of any host.
(function () {
  "use strict";

  var LONGEST_ADDRESS = 6000; // beyond it, forges and browsers cut addresses off
  var LONGEST_TEXT = 2000; // as the schema has it
  var LONGEST_KEY = 80;
  var LONGEST_CLIENT = 60;
  var WIDTH = 104; // a list that fits stands on one line, as in records written elsewhere
  var LETTERS = "23456789bcdfghjkmnpqrstvwxz"; // no vowels: no words
  // What no record may hold: controls, turns of direction, halves of characters.
  var UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;
  var HALVES = /\p{Surrogate}/gu;

  var form = document.querySelector("[data-pb-referral]");
  if (!form) { return; }
  var say = form.dataset;

  function plain(text) {
    return text.trim().toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  // "Müller & Söhne" becomes "mueller-soehne".
  function kebab(text) {
    var letters = { "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa" };
    return text.normalize("NFC").toLowerCase().replace(/[äöüßæøå]/g, function (one) { return letters[one]; })
      .normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "-").slice(0, LONGEST_CLIENT)
      .replace(/^-+|-+$/g, "");
  }

  function clean(text) {
    return text.replace(/\r\n?/g, "\n").replace(UNSEEN, "").replace(HALVES, "").trim();
  }

  function lines(text) {
    return clean(text).split("\n").map(function (line) { return line.trim(); }).filter(Boolean);
  }

  function value(name) { return form.elements[name].value; }

  // The option of a field's list that has the name or key that was typed; capitals and accents do not matter.
  function chosen(name) {
    var wanted = plain(value(name));
    return Array.prototype.find.call(form.elements[name].list.options, function (option) {
      return wanted !== "" && (plain(option.value) === wanted || option.dataset.key === wanted);
    });
  }

  function filled(text, values) {
    return text.replace(/\{(\w+)\}/g, function (whole, name) { return name in values ? values[name] : whole; });
  }

  // Text of people is always quoted: a string of JSON is one of YAML, and nothing in it can become structure.
  function quoted(text) { return JSON.stringify(text); }

  function key(text) { return /^[a-z][a-z0-9-]*$/.test(text) && !/^(true|false|null)$/.test(text) ? text : quoted(text); }

  // Now, in the program's time zone, to the minute: 2026-10-05T14:20.
  function now() {
    var options = {
      year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23"
    };
    var parts = {};
    var format;
    try {
      format = new Intl.DateTimeFormat("en", Object.assign({ timeZone: say.zone || undefined }, options));
    } catch (error) { // a zone this browser does not know
      format = new Intl.DateTimeFormat("en", options);
    }
    format.formatToParts(new Date()).forEach(function (part) { parts[part.type] = part.value; });
    return parts.year + "-" + parts.month + "-" + parts.day + "T" + parts.hour + ":" + parts.minute;
  }

  function random(count) {
    var found = "";
    while (found.length < count) {
      var number = crypto.getRandomValues(new Uint8Array(1))[0];
      // Numbers beyond the last full round would make the first letters likelier.
      if (number < LETTERS.length * Math.floor(256 / LETTERS.length)) { found += LETTERS[number % LETTERS.length]; }
    }
    return found;
  }

  // Four characters for the end of a name, which do not happen to name the client.
  function ending(client) {
    var found;
    do { found = random(4); } while (found.indexOf(client) >= 0 || client.split("-").indexOf(found) >= 0);
    return found;
  }

  // The record and its path. Its name never holds the client's.
  function composed(answers) {
    var received = now();
    var head = received.slice(0, 10) + "-";
    var tail = "-" + ending(answers.client);
    var id = head + answers.partner.slice(0, LONGEST_KEY - head.length - tail.length).replace(/-+$/, "") + tail;
    var rows = [
      "partner: " + key(answers.partner),
      "direction: " + answers.direction,
      "received: " + received,
      "client: " + key(answers.client)
    ];
    if (answers.contact) { rows.push("contact: " + key(answers.contact)); }
    rows.push("service: " + key(answers.service));
    if (answers.involvement !== say.usual) { rows.push("involvement: " + key(answers.involvement)); }
    rows.push("challenge: " + quoted(answers.challenge));
    if (answers.context) { rows.push("context: " + quoted(answers.context)); }
    if (answers.promises.length) {
      var row = "promises: [" + answers.promises.map(quoted).join(", ") + "]";
      rows = rows.concat(row.length <= WIDTH ? [row] : ["promises:"].concat(
        answers.promises.map(function (promise) { return "  - " + quoted(promise); })));
    }
    return {
      path: filled(say.path, { year: id.slice(0, 4), id: id }),
      text: "---\n" + rows.join("\n") + "\n---\n"
    };
  }

  // Complaints by field. A complaint stands below its field until the field is changed.
  function complain(name, text) {
    var place = document.getElementById("pb-" + name + "-error");
    place.textContent = text;
    place.hidden = !text;
    if (text) { form.elements[name].setAttribute("aria-invalid", "true"); }
    else { form.elements[name].removeAttribute("aria-invalid"); }
  }

  // The answers, or nothing where one is missing or cannot be; the first such place gets the focus.
  function answered() {
    var partner = chosen("partner");
    var service = chosen("service");
    var client = chosen("client");
    var answers = {
      partner: partner && partner.dataset.key,
      service: service && service.dataset.key,
      direction: service && service.dataset.ours ? "received" : "sent",
      client: client ? client.dataset.key : kebab(value("client")),
      contact: value("contact"),
      challenge: clean(value("challenge")),
      context: clean(value("context")),
      promises: lines(value("promises")),
      involvement: value("involvement")
    };
    var wrong = {};
    ["partner", "service"].forEach(function (name) {
      if (!answers[name]) { wrong[name] = value(name).trim() ? say.sayUnknown : say.sayEmpty; }
    });
    if (partner && service && answers.direction === "sent") {
      if (!partner.dataset.open) { wrong.partner = filled(say.sayPaused, { partner: partner.value }); }
      else if (partner.dataset.services.split(" ").indexOf(answers.service) < 0) {
        wrong.service = filled(say.sayNotTheirs, { partner: partner.value });
      }
    }
    if (!answers.client) { wrong.client = value("client").trim() ? say.sayClient : say.sayEmpty; }
    if (!answers.challenge) { wrong.challenge = say.sayEmpty; }
    ["challenge", "context"].forEach(function (name) {
      if (Array.from(answers[name]).length > LONGEST_TEXT) { wrong[name] = say.sayLong; }
    });
    if (answers.promises.some(function (promise) { return Array.from(promise).length > LONGEST_TEXT; })) {
      wrong.promises = say.sayLong;
    }
    var names = ["partner", "service", "client", "contact", "challenge", "context", "promises", "involvement"];
    names.forEach(function (name) { complain(name, wrong[name] || ""); });
    var first = names.find(function (name) { return wrong[name]; });
    if (first) { form.elements[first].focus(); }
    return first ? null : answers;
  }

  // What follows from the choices so far, below the fields it follows from.
  function follow() {
    var partner = chosen("partner");
    var service = chosen("service");
    var client = chosen("client");
    var name = kebab(value("client"));
    form.querySelector("[data-pb-direction]").textContent = partner && service
      ? filled(service.dataset.ours ? say.sayReceived : say.saySent, { partner: partner.value }) : "";
    form.querySelector("[data-pb-client]").textContent =
      !client && name ? filled(say.sayKey, { key: name }) : "";
    var contacts = client && client.dataset.contacts ? client.dataset.contacts.split(" ") : [];
    var select = form.elements.contact;
    var before = select.value;
    while (select.options.length > 1) { select.remove(1); }
    contacts.forEach(function (contact) { select.add(new Option(contact, contact)); });
    select.value = contacts.indexOf(before) < 0 ? "" : before;
    select.disabled = contacts.length === 0;
  }

  // Copies a text and says whether that worked: the newer way needs a secure page, the older one a selection.
  function copied(text) {
    function older() {
      var box = document.getElementById("pb-record");
      box.select();
      try { return document.execCommand("copy"); } catch (error) { return false; }
    }
    if (!navigator.clipboard) { return Promise.resolve(older()); }
    return navigator.clipboard.writeText(text).then(function () { return true; }, older);
  }

  function tell(text) { form.querySelector("[data-pb-result]").textContent = text; }

  function show(record, address) {
    var link = form.querySelector("[data-pb-link]");
    document.getElementById("pb-record").value = record.text;
    form.querySelector("[data-pb-record]").hidden = false;
    link.hidden = !address;
    if (address) { link.firstElementChild.href = address; }
  }

  function submit(event) {
    event.preventDefault();
    var answers = answered();
    if (!answers) { tell(say.sayAgain); return; }
    var record = composed(answers);
    var opens = Boolean(say.newFile) && !(event.submitter && event.submitter.value === "copy");
    var whole = filled(say.newFile, { path: encodeURIComponent(record.path), text: encodeURIComponent(record.text) });
    var empty = filled(say.newFile, { path: encodeURIComponent(record.path), text: "" });
    if (opens && whole.length < LONGEST_ADDRESS) {
      show(record, whole);
      window.open(whole, "_blank", "noopener,noreferrer");
      tell(say.sayOpened);
      return;
    }
    show(record, opens ? empty : "");
    copied(record.text).then(function (done) {
      if (opens) { window.open(empty, "_blank", "noopener,noreferrer"); }
      tell(filled(!done ? say.sayByHand : opens ? say.sayTooLong : say.sayCopied, { path: record.path }));
    });
  }

  form.addEventListener("input", function (event) {
    if (event.target.name) { complain(event.target.name, ""); }
    follow();
  });
  form.addEventListener("submit", submit);
  document.querySelectorAll("[data-pb-without-script]").forEach(function (note) { note.hidden = true; });
  form.hidden = false;
  follow();
})();
