// Searches, filters, sorts and opens what the page already holds, and keeps the view in the address.
const $ = (id) => document.getElementById(id);
const client = JSON.parse($("client").textContent);
const form = $("filters");
const count = $("count");
const body = document.querySelector("#letters tbody");
const headings = Array.from(document.querySelectorAll("#letters thead th"));
const letters = Array.from(body.rows, (row) => ({
  id: row.id, row, pack: row.dataset.pack, facts: JSON.parse(row.dataset.row), opened: null, passages: [],
}));
const byId = new Map(letters.map((letter) => [letter.id, letter]));
const PAGE = 50; // letters shown before a reader asks for all
const HITS = 20; // letters with passages shown at a time
const FIRST = 3; // passages shown of each
const NAMED = 6; // authorities offered by name
const NOT_KNOWN = "not known";

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

// What rows open to is kept in packs: base64 of deflated JSON, an id → HTML, which was escaped when the page was made.
// They come after this script, so that the table is there before them; what needs one waits for the end of the page.

const loaded = new Promise((resolve) => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve);
  else resolve();
});
const packs = document.getElementsByClassName("pack");

const unpack = (pack) => {
  const bytes = Uint8Array.from(atob(pack.textContent), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
};

const parse = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
};

const readLetter = async (letter) => {
  await loaded;
  return parse((await unpack(packs[letter.pack]))[letter.id]);
};

// Rows open to the whole letter. Beside each fact and passage are a link to it and, where readers may, a report of it.

const feedback = (id, words) => {
  const [subject, text] = client.feedback.startsWith("mailto:") ? ["subject", "body"] : ["title", "body"];
  const lines = [`Place: ${placeOf(id)}`, `Release: ${client.release}`, `Words: ${words}`, "", "What is wrong:", ""];
  const query = `${subject}=${encodeURIComponent(`Problem with ${id}`)}&${text}=${encodeURIComponent(lines.join("\n"))}`;
  return `${client.feedback}${client.feedback.includes("?") ? "&" : "?"}${query}`;
};

const placeOf = (fragment) => `${location.href.split("#")[0]}#${fragment}`;

const addTools = (article) => {
  for (const place of article.querySelectorAll("[id]")) {
    const words = wordsOf(place);
    const name = words.length > 60 ? `${words.slice(0, 60)}…` : words;
    const tools = make("span", { className: "tools" });
    tools.append(make("a", { href: `#${place.id}`, className: "copy", textContent: "link", ariaLabel: `Copy the link to: ${name}` }));
    if (client.feedback) {
      tools.append(" ", make("a", { href: feedback(place.id, words), textContent: "report", ariaLabel: `Report a problem with: ${name}` }));
    }
    const children = place.querySelector(":scope > ul");
    if (children) children.before(tools);
    else (place.querySelector(":scope > dd") ?? place).append(" ", tools);
  }
};

const wordsOf = (place) => (place.matches("div") ? place.textContent : place.firstChild.textContent).trim();

const open = async (letter) => {
  if (!letter.opened) {
    const content = await readLetter(letter);
    addTools(content);
    const cell = make("td", { colSpan: headings.length });
    cell.append(content);
    letter.opened = make("tr", { className: "outcome" }, cell);
  }
  letter.row.after(letter.opened);
  letter.row.querySelector(".opener").setAttribute("aria-expanded", true);
};

const close = (letter) => {
  letter.opened?.remove();
  letter.row.querySelector(".opener").setAttribute("aria-expanded", false);
};

const isOpen = (letter) => letter.opened?.isConnected === true;

// Passages: every paragraph and bullet of every letter, read once when a search needs them.

let reading = null;
const passages = [];

const readPassages = async () => {
  await loaded;
  for (const [read, pack] of Array.from(packs).entries()) {
    count.textContent = `Reading the letters … ${Math.round((100 * read) / packs.length)} %`;
    for (const [id, html] of Object.entries(await unpack(pack))) {
      const letter = byId.get(id);
      letter.passages = passagesOf(letter, parse(html));
      passages.push(...letter.passages);
    }
  }
};

const passagesOf = (letter, content) =>
  Array.from(content.querySelectorAll("p[id], li[id]"), (place) => {
    const part = place.closest("[data-part]");
    const heading = part.querySelector("h3, summary");
    const text = place.firstChild.data.trim();
    const { local_authority: authority, theme } = letter.facts;
    return {
      letter, id: place.id, text, part: part.dataset.part, heading: heading.firstChild.data.trim(),
      topic: split(place.dataset.topics), agency: split(place.dataset.agencies),
      page: place.querySelector(":scope > .page") ?? heading.querySelector(".page"),
      folded: fold(text), context: fold(`${authority} ${theme} ${heading.firstChild.data}`), score: 0,
    };
  });

const split = (values) => (values ? values.split("|") : []);

// A query is words, "exact words", -without and OR. A word finds every word that begins with it, and its synonyms.

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsIn = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
const synonyms = new Map();
for (const group of client.synonyms) {
  for (const term of group) synonyms.set(wordsIn(term).join(" "), group);
}
const LONGEST = Math.max(0, ...Array.from(synonyms.keys(), (key) => key.split(" ").length));

const patternOf = (variants) => {
  const between = "[^\\p{L}\\p{N}]+";
  const alternatives = variants.map((variant) => wordsIn(variant).join(between)).filter(Boolean);
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join("|")})[\\p{L}\\p{N}]*`, "giu");
};

const parseQuery = (query) => {
  const also = new Set();
  const alternatives = [{ terms: [], without: [] }];
  let plain = [];
  const flush = () => {
    while (plain.length) {
      let length = Math.min(LONGEST, plain.length);
      while (length > 1 && !synonyms.has(plain.slice(0, length).join(" "))) length -= 1;
      const term = plain.splice(0, Math.max(length, 1)).join(" ");
      const group = synonyms.get(term) ?? [];
      for (const other of group) if (wordsIn(other).join(" ") !== term) also.add(other);
      alternatives.at(-1).terms.push(patternOf([term, ...group]));
    }
  };
  for (const [token, minus, phrase] of query.replace(/[“”„]/g, '"').matchAll(/(-?)"([^"]+)"?|[^\s"]+/g)) {
    if (token === "AND") continue; // all words must occur anyway
    if (token.toUpperCase() === "OR") {
      flush();
      alternatives.push({ terms: [], without: [] });
    } else if (phrase !== undefined ? minus : /^-\w/.test(token)) {
      if (wordsIn(token).length) alternatives.at(-1).without.push(patternOf([token]));
    } else if (phrase !== undefined) {
      flush();
      if (wordsIn(phrase).length) alternatives.at(-1).terms.push(patternOf([phrase]));
    } else {
      plain.push(...[wordsIn(token).join(" ")].filter(Boolean));
    }
  }
  flush();
  return { alternatives: alternatives.filter(({ terms, without }) => terms.length || without.length), also };
};

const has = (pattern, text) => text.search(pattern) >= 0; // unlike `test`, it keeps no place in a global pattern

// Passages that match, with a score: BM25 with its usual k = 1.2 and b = 0.75, as in the released database.
const search = ({ alternatives }) => {
  for (const passage of passages) passage.score = alternatives.length ? -1 : 0;
  const size = passages.reduce((total, { folded }) => total + folded.length, 0) / passages.length;
  for (const { terms, without } of alternatives) {
    const weights = terms.map((term) => {
      const found = passages.filter(({ folded }) => has(term, folded)).length;
      return Math.log((passages.length - found + 0.5) / (found + 0.5) + 1);
    });
    for (const passage of passages) {
      const { folded, context } = passage;
      const counts = terms.map((term) => (folded.match(term) ?? []).length);
      const isMatch = (!terms.length || counts.some(Boolean)) &&
        terms.every((term, number) => counts[number] || has(term, context)) &&
        !without.some((term) => has(term, folded));
      if (!isMatch) continue;
      const norm = 1.2 * (0.25 + (0.75 * folded.length) / size);
      const score = counts.reduce((total, tf, number) => total + (weights[number] * tf * 2.2) / (tf + norm), 0);
      passage.score = Math.max(passage.score, score);
    }
  }
  return passages.filter(({ score }) => score >= 0);
};

// Facets: several values of one are alternatives, several facets must all fit. Those of passages ask for passages.

const LETTER_FACETS = {
  theme: ({ theme }) => [theme],
  region: ({ region }) => [region],
  authority: ({ local_authority: authority }) => [authority],
  year: ({ publication_date: day }) => [day.slice(0, 4)],
  action: ({ has_priority_action: action }) => [YES_NO[action]],
  statement: ({ written_statement_required: statement }) => [YES_NO[statement]],
  status: ({ extraction_status: status }) => [status],
};
const YES_NO = { true: "yes", false: "no" };
const PASSAGE_FACETS = {
  part: ({ part }) => [part],
  topic: ({ topic }) => topic,
  agency: ({ agency }) => agency,
};
const facets = Array.from(document.querySelectorAll(".facet"), (element) => ({
  element, name: element.dataset.facet, options: Array.from(element.querySelectorAll("[type=checkbox]")),
}));

const authorityNames = facets.flatMap(({ name, options }) => (name === "authority" ? options.map(({ value }) => value) : []));

const valuesOf = (name, letter, passage) => {
  const values = LETTER_FACETS[name]?.(letter.facts) ?? PASSAGE_FACETS[name](passage);
  return values.length && values[0] ? values : [NOT_KNOWN];
};

let view = { query: parseQuery(""), chosen: {}, hits: null, shown: letters };
let hitsShown = HITS;
let showsAll = false;

const readForm = () => {
  const data = new FormData(form);
  const chosen = {};
  for (const { name } of facets) if (data.has(name)) chosen[name] = data.getAll(name);
  return { query: parseQuery(data.get("q")), chosen };
};

const filter = async () => {
  const asked = form.elements.q.value;
  const { query, chosen } = readForm();
  const needsPassages = query.alternatives.length > 0 || Object.keys(chosen).some((name) => name in PASSAGE_FACETS);
  if (needsPassages) {
    if (!reading) count.textContent = "Reading the letters …";
    await (reading ??= readPassages());
    if (form.elements.q.value !== asked) return; // a later search is on its way
  }
  const rows = needsPassages ? search(query).map((passage) => [passage.letter, passage]) : letters.map((letter) => [letter]);
  const fits = ([letter, passage], except) => Object.entries(chosen).every(([name, values]) =>
    name === except || valuesOf(name, letter, passage).some((value) => values.includes(value)));
  const found = rows.filter((row) => fits(row));
  const kept = new Set(found.map(([letter]) => letter));
  view = {
    query, chosen, hits: needsPassages ? groupByLetter(found.map(([, passage]) => passage)) : null,
    shown: letters.filter((letter) => kept.has(letter)),
  };
  hitsShown = HITS;
  for (const facet of facets) countOptions(facet, rows, needsPassages, fits);
  showLetters();
  showPassages(found.length);
  await showAuthorities();
};

const countOptions = ({ element, name, options }, rows, needsPassages, fits) => {
  const isOfPassages = name in PASSAGE_FACETS;
  const counts = new Map();
  if (!isOfPassages || needsPassages) {
    for (const row of rows) {
      if (!fits(row, name)) continue;
      for (const value of valuesOf(name, ...row)) {
        if (!counts.has(value)) counts.set(value, new Set());
        counts.get(value).add(row[0]);
      }
    }
  }
  for (const option of options) {
    option.parentElement.querySelector(".n").textContent =
      isOfPassages && !needsPassages ? "" : counts.get(option.value)?.size ?? 0;
  }
  const chosen = options.filter(({ checked }) => checked).map(({ value }) => value);
  element.querySelector(".chosen").textContent = chosen.length ? `: ${chosen.join(", ")}` : "";
};

const groupByLetter = (found) => {
  const groups = new Map();
  for (const passage of found.toSorted((one, other) => other.score - one.score)) {
    if (!groups.has(passage.letter)) groups.set(passage.letter, []);
    groups.get(passage.letter).push(passage);
  }
  return Array.from(groups, ([letter, list]) => ({ letter, list }));
};

const plural = (number, one) => `${number.toLocaleString("en-GB")} ${one}${number === 1 ? "" : "s"}`;

// The table: rows in the order of a heading, those of the view only, the first fifty until all are asked for.

const columns = headings.map((heading) => heading.dataset.name);
const keyOf = {
  authority: ({ facts }) => facts.local_authority, region: ({ facts }) => facts.region, theme: ({ facts }) => facts.theme,
  inspected: ({ facts }) => facts.inspection_start_date, published: ({ facts }) => facts.publication_date,
  action: ({ facts }) => facts.has_priority_action, strengths: ({ facts }) => Number(facts.strengths || -1),
  improve: ({ facts }) => Number(facts.to_improve || -1),
};
let sort = { column: "published", isDescending: true };

const inOrder = (list) => {
  const key = keyOf[sort.column];
  const compare = (one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0);
  return list.toSorted((one, other) => (sort.isDescending ? -1 : 1) * compare(one, other));
};

const showLetters = () => {
  const shown = inOrder(view.shown);
  const rows = (showsAll ? shown : shown.slice(0, PAGE)).flatMap((letter) =>
    isOpen(letter) ? [letter.row, letter.opened] : [letter.row]);
  if (!rows.length) {
    const words = letters.length ? "No letters match your search." : "No letter has been published yet.";
    rows.push(make("tr", {}, make("td", { colSpan: headings.length, className: "empty", textContent: words })));
  }
  body.replaceChildren(...rows);
  $("all").hidden = showsAll || shown.length <= PAGE;
  $("all").textContent = `Show all ${plural(shown.length, "letter")}`;
  for (const heading of headings) {
    if (heading.dataset.name === sort.column) heading.ariaSort = sort.isDescending ? "descending" : "ascending";
    else heading.removeAttribute("aria-sort");
  }
};

const countLetters = () => `${view.shown.length} of ${plural(letters.length, "letter")}`;

// Passages found: grouped by letter, the best first, each with its sentences and the words marked.

const showPassages = (found) => {
  const { hits, query } = view;
  $("passages").hidden = $("download-passages").hidden = !hits;
  $("also").hidden = !query.also.size;
  $("also").textContent = `Also searched for: ${Array.from(query.also).join(", ")}. Put words in "quotes" to search for exactly these.`;
  count.textContent = hits ? `${plural(found, "passage")} in ${countLetters()}` : countLetters();
  showNamed();
  $("passages").replaceChildren(...(hits ?? []).slice(0, hitsShown).map(hitOf));
  $("more-passages").hidden = !hits || hits.length <= hitsShown;
};

// Whoever types the name of an authority is looking for it, more often than for passages that name it.
const showNamed = () => {
  const asked = wordsIn(form.elements.q.value).join(" ");
  const names = asked.length < 3 ? [] : authorityNames.filter((name) => ` ${wordsIn(name).join(" ")}`.includes(` ${asked}`));
  $("named").hidden = !names.length || names.length > NAMED;
  const links = names.map((name) => make("a", { href: `#${new URLSearchParams({ authority: name })}`, textContent: name }));
  $("named").replaceChildren("Go to the authority: ", ...links.flatMap((link, number) => (number ? [", ", link] : [link])));
};

const hitOf = ({ letter, list }) => {
  const { local_authority: authority, theme } = letter.facts;
  const day = letter.row.querySelector("[data-label=Published]").textContent;
  const items = make("ul", {}, ...inReadingOrder(list.slice(0, FIRST)).map(passageOf));
  const title = make("h3", {}, make("a", { href: `#${letter.id}`, textContent: `${authority}, ${day}` }),
    make("small", { textContent: ` ${theme || "theme not known"} · ${plural(list.length, "passage")}` }));
  const hit = make("li", {}, title, items);
  if (list.length > FIRST) {
    const more = make("button", { type: "button", textContent: `Show ${list.length - FIRST} more in this letter` });
    more.addEventListener("click", () => { items.replaceChildren(...inReadingOrder(list).map(passageOf)); more.remove(); });
    hit.append(more);
  }
  return hit;
};

// The best passages of a letter are chosen by their score and shown in the order in which they are printed.
const inReadingOrder = (list) => {
  const kept = new Set(list);
  return list[0].letter.passages.filter((passage) => kept.has(passage));
};

const passageOf = ({ id, text, part, heading, page }) => {
  const where = make("span", { className: "where" }, part === heading ? heading : `${part} · ${heading}`, " ");
  if (page) where.append(page.cloneNode(true), " ");
  where.append(make("a", { href: `#${id}`, textContent: "in the letter", ariaLabel: `Read in the letter: ${text.slice(0, 60)}` }));
  return make("li", {}, ...markedSentences(text), " ", where);
};

const sentences = new Intl.Segmenter("en", { granularity: "sentence" });

const markedSentences = (text) => {
  const terms = view.query.alternatives.flatMap((alternative) => alternative.terms);
  if (!terms.length) return [text];
  const marks = new RegExp(terms.map(({ source }) => source).join("|"), "giu");
  const parts = Array.from(sentences.segment(text), ({ segment }) => segment);
  const kept = parts.filter((sentence) => has(marks, sentence));
  const shown = kept.length && parts.length > 2 ? kept.slice(0, 2) : parts;
  const joined = shown === parts ? text : shown.map((sentence) => sentence.trim()).join(" … ");
  const nodes = [];
  let at = 0;
  for (const { index, 0: words } of joined.matchAll(marks)) {
    nodes.push(joined.slice(at, index), make("mark", { textContent: words }));
    at = index + words.length;
  }
  return [...nodes, joined.slice(at)];
};

// Up to three chosen authorities are shown side by side, with a letter of each to read.

const showAuthorities = async () => {
  const names = view.chosen.authority ?? [];
  $("authorities").hidden = !names.length || names.length > 3;
  if ($("authorities").hidden) return;
  await loaded;
  const cards = await unpack($("cards"));
  $("authorities").replaceChildren(...names.filter((name) => name in cards).map((name) => parse(cards[name])));
};

const readInCard = async (details) => {
  const letter = byId.get(details.dataset.letter);
  if (!details.open || !letter || details.querySelector("article")) return;
  const content = await readLetter(letter);
  for (const place of content.querySelectorAll("[id]")) place.removeAttribute("id"); // they are those of the table
  content.querySelector(".actions").remove();
  details.append(content);
};

// The view is in the address. A plain fragment, such as a link to a letter, is a place on the page and no view.

const remember = () => {
  const address = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) address.append(name, value);
  const order = (sort.isDescending ? "-" : "") + sort.column;
  if (order !== "-published") address.set("sort", order);
  for (const letter of letters) if (isOpen(letter)) address.append("open", letter.id);
  history.replaceState(null, "", address.size ? `#${address}` : location.pathname + location.search);
};

const restore = async () => {
  const address = new URLSearchParams(location.hash.slice(1));
  form.elements.q.value = address.get("q") ?? "";
  for (const { name, options } of facets) {
    const values = address.getAll(name);
    for (const option of options) option.checked = values.includes(option.value);
  }
  const order = address.get("sort") ?? "-published";
  const column = order.replace(/^-/, "");
  if (columns.includes(column)) sort = { column, isDescending: order.startsWith("-") };
  await filter();
  const wanted = new Set(address.getAll("open"));
  for (const letter of letters) {
    if (wanted.has(letter.id)) await open(letter);
    else if (isOpen(letter)) close(letter);
  }
};

const goTo = async (letter, id) => {
  if (!view.shown.includes(letter)) {
    form.reset();
    await filter();
  }
  if (!letter.row.isConnected) {
    showsAll = true;
    showLetters();
  }
  await open(letter);
  const place = id === letter.id ? null : document.getElementById(id);
  (place ?? letter.row).scrollIntoView();
  place?.classList.add("target");
  letter.row.querySelector(".opener").focus({ preventScroll: true });
};

const followAddress = async () => {
  const id = decodeURIComponent(location.hash.slice(1));
  const letter = byId.get(id.split(".")[0]);
  if (letter) {
    await goTo(letter, id);
  } else if (!id || id.includes("=")) {
    await restore();
    if (!$("authorities").hidden) $("authorities").scrollIntoView();
    else if (view.hits) count.scrollIntoView();
  }
};

// What is found, as CSV (RFC 4180); a cell that a spreadsheet would run as a formula gets an apostrophe before it.

const cell = (value) => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const toCsv = (rows) => {
  const lines = [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))];
  return lines.map((line) => line.map(cell).join(",") + "\r\n").join("");
};

const lettersAsCsv = () => toCsv(inOrder(view.shown).map(({ facts }) => facts));

const passagesAsCsv = (list) => toCsv(list.map(({ letter: { facts }, id, text, part, heading, page }) => ({
  local_authority: facts.local_authority, region: facts.region, theme: facts.theme,
  publication_date: facts.publication_date, report_id: facts.report_id, part, heading, text,
  page: page?.textContent.replace(/\D/g, "") ?? "", page_url: page?.href ?? "", address: placeOf(id),
})));

const download = (name, csv) => {
  const link = make("a", { href: URL.createObjectURL(new Blob(["\ufeff", csv], { type: "text/csv" })), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
};

const copy = async (text, done, otherwise = () => { count.textContent = text; }) => {
  try {
    await navigator.clipboard.writeText(text);
    count.textContent = done;
  } catch {
    otherwise(); // the browser keeps the clipboard to itself
  }
};

const citationOf = ({ id, facts }) =>
  `Joint targeted area inspection of ${facts.local_authority}, letter published ${facts.publication_date}, ${facts.letter}. ` +
  `In: ${document.title}, release ${client.release}, ${placeOf(id)}`;

const ACTIONS = {
  share: () => copy(location.href, "The address of this view is copied"),
  cite: (letter) => copy(citationOf(letter), "The citation is copied"),
  findings: async (letter) => {
    const list = passagesOf(letter, await readLetter(letter));
    download(`jtai_${letter.facts.report_id}.csv`, passagesAsCsv(list));
  },
};

$("copy").addEventListener("click", () => {
  const name = "jtai_inspections.csv";
  return copy(lettersAsCsv(), `${countLetters()} copied as CSV`, () => download(name, lettersAsCsv()));
});
$("download").addEventListener("click", () => download("jtai_inspections.csv", lettersAsCsv()));
$("download-passages").addEventListener("click", () =>
  download("jtai_passages.csv", passagesAsCsv(view.hits.flatMap(({ list }) => inReadingOrder(list)))));
$("more-passages").addEventListener("click", () => {
  $("passages").append(...view.hits.slice(hitsShown, hitsShown + HITS).map(hitOf));
  hitsShown += HITS;
  $("more-passages").hidden = view.hits.length <= hitsShown;
});
$("all").addEventListener("click", () => { showsAll = true; showLetters(); });

document.addEventListener("click", async (event) => {
  const { target } = event;
  const letter = byId.get(target.closest(".outcome, #letters tr")?.matches(".outcome")
    ? target.closest(".outcome").previousElementSibling?.id : target.closest("#letters tr")?.id);
  const action = target.closest("[data-do]")?.dataset.do;
  if (action) {
    await ACTIONS[action](letter);
  } else if (target.matches(".copy")) {
    event.preventDefault();
    history.replaceState(null, "", target.hash);
    await copy(target.href, "The link is copied");
    target.textContent = "copied";
  } else if (target.matches(".opener")) {
    if (isOpen(letter)) close(letter);
    else await open(letter);
    remember();
  } else if (target.matches(".sort")) {
    const column = target.parentElement.dataset.name;
    sort = { column, isDescending: sort.column === column && !sort.isDescending };
    showLetters();
    remember();
  }
});
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.(".reader")) readInCard(target);
  if (target.matches?.(".facet[open]")) keepOnPage(target.querySelector("fieldset"));
}, true);

// A list of choices that would reach over the right edge of the page opens to the left.
const keepOnPage = (list) => {
  list.classList.remove("leftwards");
  list.classList.toggle("leftwards", list.getBoundingClientRect().right > document.documentElement.clientWidth);
};

// A list of choices closes by Escape, and by a click elsewhere.
const closeChoices = () => {
  for (const { element } of facets) {
    if (element.open && element.contains(document.activeElement)) element.querySelector("summary").focus();
    element.open = false;
  }
};
document.addEventListener("keydown", ({ key, target }) => { if (key === "Escape" && target.closest(".facet")) closeChoices(); });
document.addEventListener("pointerdown", ({ target }) => { if (!target.closest(".facet")) closeChoices(); });
form.addEventListener("input", async ({ target }) => {
  if (target.matches(".narrow")) {
    const wanted = fold(target.value);
    for (const label of target.closest("fieldset").querySelectorAll("label")) label.hidden = !fold(label.textContent).includes(wanted);
    return;
  }
  await filter();
  remember();
});
form.addEventListener("reset", () => setTimeout(async () => { await filter(); remember(); }));
form.addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("hashchange", followAddress);
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll(".outcome details, #authorities details")) details.open = true;
  showsAll = true;
  showLetters();
});
form.hidden = false;
await followAddress();
document.documentElement.dataset.ready = "yes";
