// DataTables sorts and pages the table that the page already holds; this searches and filters it, opens its rows,
// copies it, and keeps the view in the address.
const form = document.getElementById("filters");
const count = document.getElementById("count");
const headings = Array.from(document.querySelectorAll("#letters thead th"));
const columns = headings.map((heading) => heading.dataset.name);
const letters = Array.from(document.querySelectorAll("#letters tbody tr"), (row) => ({
  id: row.id, row, pack: row.dataset.pack, facts: JSON.parse(row.dataset.row), words: null, opened: null,
}));
const byId = new Map(letters.map((letter) => [letter.id, letter]));
const NEWEST_FIRST = [[columns.indexOf("published"), "desc"]];
const PAGE = 50;

const table = new DataTable("#letters", {
  autoWidth: false, order: NEWEST_FIRST, pageLength: PAGE,
  layout: { topStart: null, topEnd: null, bottomStart: null, bottomEnd: "paging" },
  language: { emptyTable: "No letter has been published yet.", zeroRecords: "No letters match your search." },
});

// What rows open to is kept in packs: base64 of deflated JSON, the id of a letter → its outcome as HTML. They come after
// this script, so that the table is there before them; what needs one waits for the end of the page.

const loaded = new Promise((resolve) => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve);
  else resolve();
});
const packs = document.getElementsByClassName("pack");

const unpacked = (pack) => {
  const bytes = Uint8Array.from(atob(pack.textContent), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
};

const open = async (letter) => {
  if (!letter.opened) {
    await loaded;
    letter.opened = document.createElement("div");
    letter.opened.innerHTML = (await unpacked(packs[letter.pack]))[letter.id]; // escaped when the page was made
  }
  show(letter, true);
};

const show = (letter, isOpen) => {
  const { child } = table.row(letter.row);
  if (isOpen) child(letter.opened, "outcome").show();
  else child.hide();
  letter.row.querySelector(".opener").setAttribute("aria-expanded", isOpen);
};

const isOpen = (letter) => table.row(letter.row).child.isShown() === true;

// Search: words and "phrases in quotes", whatever their accents, quotation marks and capitals.

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&#34;": '"', "&#39;": "'", "&amp;": "&" };
const plain = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'").replace(/[“”]/g, '"')
    .replace(/[‐‑–−]/g, "-").replace(/\s+/g, " ").toLowerCase();
const textOf = (html) => html.replace(/<[^>]*>/g, " ").replace(/&(lt|gt|#34|#39|amp);/g, (entity) => ENTITIES[entity]);
const termsOf = (text) => Array.from(plain(text).matchAll(/"([^"]+)"?|[^\s"]+/g), ([term, phrase]) => phrase ?? term);

const readAll = async () => {
  await loaded;
  for (const [read, pack] of Array.from(packs).entries()) {
    count.textContent = `Reading the letters … ${Math.round((100 * read) / packs.length)} %`;
    for (const [id, html] of Object.entries(await unpacked(pack))) {
      const letter = byId.get(id);
      letter.words = plain(`${letter.row.textContent} ${textOf(html)}`);
    }
  }
};
let reading = null;

const FILTERS = {
  theme: (facts) => facts.theme,
  region: (facts) => facts.region,
  authority: (facts) => facts.local_authority,
  year: (facts) => facts.publication_date.slice(0, 4),
  action: (facts) => (facts.has_priority_action === "true" ? "yes" : "no"),
  flagged: (facts) => (["flagged", "unread"].includes(facts.extraction_status) ? "yes" : "no"),
};

const filter = async () => {
  const view = new FormData(form);
  const terms = termsOf(view.get("q"));
  if (terms.length) {
    if (!reading) count.textContent = "Reading the letters …";
    await (reading ??= readAll());
    if (form.elements.q.value !== view.get("q")) return; // a later search is on its way
  }
  table.search.fixed("view", (text, data, position) => {
    const { facts, words } = byId.get(table.row(position).node().id);
    return Object.entries(FILTERS).every(([name, of]) => !view.get(name) || of(facts) === view.get(name)) &&
      terms.every((term) => words.includes(term));
  }).draw();
  count.textContent = `${shown().length} of ${letters.length} letters`;
};

const shown = () => table.rows({ search: "applied" }).nodes().toArray().map((row) => byId.get(row.id));

// The view is in the address. A plain fragment, such as a link to a letter, is a place on the page and no view.

const remember = () => {
  const view = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) view.set(name, value);
  const [[column, direction] = NEWEST_FIRST[0]] = table.order();
  const sort = (direction === "desc" ? "-" : "") + columns[column];
  if (sort !== "-published") view.set("sort", sort);
  if (table.page()) view.set("page", table.page() + 1);
  for (const letter of letters) if (isOpen(letter)) view.append("open", letter.id);
  history.replaceState(null, "", view.size ? `#${view}` : location.pathname + location.search);
};

const restore = async () => {
  const view = new URLSearchParams(location.hash.slice(1));
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = view.get(field.name) === field.value;
    else if (field.name) field.value = view.get(field.name) ?? "";
  }
  const sort = view.get("sort") ?? "-published";
  const column = columns.indexOf(sort.replace(/^-/, ""));
  table.order(column < 0 ? NEWEST_FIRST : [[column, sort.startsWith("-") ? "desc" : "asc"]]);
  await filter();
  table.page(Math.min(Math.max(view.get("page") ?? 1, 1), table.page.info().pages || 1) - 1).draw("page");
  const wanted = new Set(view.getAll("open"));
  for (const letter of letters) if (isOpen(letter) && !wanted.has(letter.id)) show(letter, false);
  for (const id of wanted) if (byId.has(id)) await open(byId.get(id));
};

const goTo = async (letter) => {
  if (!shown().includes(letter)) {
    form.reset();
    await filter();
  }
  table.page(Math.floor(shown().indexOf(letter) / PAGE)).draw("page");
  await open(letter);
  letter.row.scrollIntoView();
  letter.row.querySelector(".opener").focus({ preventScroll: true });
};

const followAddress = async () => {
  const letter = byId.get(location.hash.slice(1));
  if (letter) await goTo(letter);
  else if (!location.hash || location.hash.includes("=")) await restore();
};

// What is filtered, as CSV (RFC 4180); a cell that a spreadsheet would run as a formula gets an apostrophe before it.

const cell = (value) => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const csv = () => {
  const rows = shown().map(({ facts }) => Object.values(facts));
  return [Object.keys(letters[0]?.facts ?? {}), ...rows].map((row) => row.map(cell).join(",") + "\r\n").join("");
};

const download = () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", csv()], { type: "text/csv" }));
  link.download = "jtai_inspections.csv";
  link.click();
  URL.revokeObjectURL(link.href);
};

const copy = async () => {
  try {
    await navigator.clipboard.writeText(csv());
    count.textContent = `${shown().length} of ${letters.length} letters copied as CSV`;
  } catch {
    download(); // the browser keeps the clipboard to itself
  }
};

document.getElementById("copy").addEventListener("click", copy);
document.getElementById("download").addEventListener("click", download);
document.querySelector("#letters tbody").addEventListener("click", async ({ target }) => {
  const letter = byId.get(target.closest(".opener")?.closest("tr").id);
  if (!letter) return;
  if (isOpen(letter)) show(letter, false);
  else await open(letter);
  remember();
});
form.addEventListener("input", async () => { await filter(); remember(); });
form.addEventListener("reset", () => setTimeout(async () => { await filter(); remember(); }));
form.addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("hashchange", followAddress);
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll(".outcome details")) details.open = true;
  table.page.len(-1).draw();
});
window.addEventListener("afterprint", () => table.page.len(PAGE).draw());
form.hidden = false;
await followAddress();
table.on("order page", remember);
document.documentElement.dataset.ready = "yes";
