"use strict";
// Search, filter and sort the table that the page already holds, and keep the view in the address.
(() => {
  const form = document.getElementById("filters");
  const table = document.getElementById("letters");
  const count = document.getElementById("count");
  const letters = Array.from(table.tBodies, (body) => ({
    body,
    details: body.querySelector("details"),
    words: null,
  }));
  const FILTERS = ["theme", "region", "year", "action", "flagged"];
  const sorting = { by: "published", descending: true };

  const plain = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'").toLowerCase();

  const wordsOf = (letter) => (letter.words ??= plain(letter.body.textContent));

  const valueOf = (letter, name) =>
    (name === "year" ? letter.body.dataset.published.slice(0, 4) : letter.body.dataset[name]) ?? "";

  const isShown = (letter, view, terms) =>
    FILTERS.every((name) => !view.get(name) || valueOf(letter, name) === view.get(name)) &&
    terms.every((term) => wordsOf(letter).includes(term));

  const filter = () => {
    const view = new FormData(form);
    const terms = plain(view.get("q")).split(/\s+/).filter(Boolean);
    for (const letter of letters) letter.body.hidden = !isShown(letter, view, terms);
    const shown = letters.filter((letter) => !letter.body.hidden).length;
    count.textContent = `${shown} of ${letters.length} letters`;
  };

  const sort = () => {
    const direction = sorting.descending ? -1 : 1;
    letters.sort((one, other) => {
      const order = valueOf(one, sorting.by).localeCompare(valueOf(other, sorting.by), "en-GB");
      return direction * order || valueOf(one, "authority").localeCompare(valueOf(other, "authority"), "en-GB");
    });
    table.append(...letters.map((letter) => letter.body));
    for (const heading of table.tHead.rows[0].cells) {
      if (heading.dataset.sort !== sorting.by) heading.removeAttribute("aria-sort");
      else heading.setAttribute("aria-sort", sorting.descending ? "descending" : "ascending");
    }
  };

  const remember = () => {
    const view = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) view.set(name, value);
    if (sorting.by !== "published" || !sorting.descending) {
      view.set("sort", (sorting.descending ? "-" : "") + sorting.by);
    }
    for (const letter of letters) if (letter.details.open) view.append("open", letter.body.id);
    history.replaceState(null, "", `#${view}`);
  };

  const restore = () => {
    const view = new URLSearchParams(location.hash.slice(1));
    for (const field of form.elements) {
      if (field.type === "checkbox") field.checked = view.get(field.name) === field.value;
      else if (field.name) field.value = view.get(field.name) ?? "";
    }
    const by = view.get("sort") ?? "-published";
    sorting.descending = by.startsWith("-");
    sorting.by = by.replace(/^-/, "");
    const open = new Set(view.getAll("open"));
    for (const letter of letters) letter.details.open = open.has(letter.body.id);
    sort();
    filter();
  };

  // A plain fragment, such as a link to a letter, is a place on the page and no view.
  const goToLetter = () => {
    const letter = letters.find(({ body }) => `#${body.id}` === location.hash);
    if (!letter) return;
    if (letter.body.hidden) form.reset();
    letter.details.open = true;
    letter.body.scrollIntoView();
  };

  const followAddress = () => (location.hash.includes("=") ? restore() : goToLetter());

  const makeSortable = (heading) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => {
      sorting.descending = sorting.by === heading.dataset.sort && !sorting.descending;
      sorting.by = heading.dataset.sort;
      sort();
      remember();
    });
    heading.replaceChildren(button);
  };

  for (const heading of table.tHead.rows[0].cells) makeSortable(heading);
  form.addEventListener("input", () => { filter(); remember(); });
  form.addEventListener("reset", () => setTimeout(() => { filter(); remember(); }));
  form.addEventListener("submit", (event) => event.preventDefault());
  table.addEventListener("toggle", remember, true); // toggle does not bubble
  window.addEventListener("hashchange", followAddress);
  form.hidden = false;
  filter();
  followAddress();
})();
