// Small comforts of the frame. Everything works without them.

const root = document.documentElement;

function foldMenu(button) {
  const folded = root.dataset.menu !== "folded";
  if (folded) root.dataset.menu = "folded";
  else delete root.dataset.menu;
  button.setAttribute("aria-pressed", String(folded));
  document.cookie = `menu=${folded ? "folded" : "open"}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
}

function pickAll(box) {
  for (const one of box.closest("table").querySelectorAll("tbody .pick input")) one.checked = box.checked;
}

function showPicked(form) {
  const picked = form.querySelectorAll("tbody .pick input:checked").length;
  for (const counter of form.querySelectorAll("[data-picked]")) counter.textContent = picked;
  for (const button of form.querySelectorAll("[data-needs-pick]")) button.disabled = picked === 0;
}

function openTab(tab) {
  for (const other of tab.closest("[role=tablist]").querySelectorAll("[role=tab]")) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
  }
  tab.focus();
}

function moveInTabs(tab, key) {
  const tabs = [...tab.closest("[role=tablist]").querySelectorAll("[role=tab]")];
  const to = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (to) openTab(tabs[(tabs.indexOf(tab) + to + tabs.length) % tabs.length]);
}

function moveInTable(link, key) {
  const rows = [...link.closest("tbody").querySelectorAll("tr a:first-of-type")];
  const next = rows[rows.indexOf(link) + { ArrowDown: 1, ArrowUp: -1 }[key]];
  if (next) next.focus();
  return Boolean(next);
}

const clicks = {
  "[data-fold-menu]": foldMenu,
  "[data-close-toast]": (button) => button.closest(".toast").remove(),
  "[data-open-dialog]": (button) => document.getElementById(button.dataset.openDialog).showModal(),
  "[data-close-dialog]": (button) => button.closest("dialog").close(),
  "[role=tab]": openTab,
  "[data-print]": () => window.print(),
};

document.addEventListener("click", (event) => {
  for (const [selector, act] of Object.entries(clicks)) {
    const element = event.target.closest(selector);
    if (element) act(element);
  }
  for (const open of document.querySelectorAll(".krds-drop-wrap[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-pick-all]")) pickAll(event.target);
  if (event.target.closest(".pick")) showPicked(event.target.closest("form"));
});

document.addEventListener("keydown", (event) => {
  const drop = event.target.closest(".krds-drop-wrap[open]");
  if (event.key === "Escape" && drop) {
    drop.open = false;
    drop.querySelector("summary").focus();
  }
  if (event.target.matches("[role=tab]")) moveInTabs(event.target, event.key);
  const isRowLink = event.target.matches(".tbl tbody a") && ["ArrowDown", "ArrowUp"].includes(event.key);
  if (isRowLink && moveInTable(event.target, event.key)) event.preventDefault();
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const place = event.target.closest?.(".krds-file-upload");
    if (!place) return;
    event.preventDefault();
    place.classList.toggle("over", kind === "dragover");
    if (kind === "drop") {
      const field = place.querySelector("input[type=file]");
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

// A form that takes something away asks first; its words stand in `data-confirm`.
let confirmed = null;

// A page that follows a job draws its forms every second; the question is about the one that stands there now.
function drawnAnew(form) {
  return document.querySelector(`form[action="${form.getAttribute("action")}"]`);
}

function askFirst(form, button) {
  const dialog = document.getElementById("confirm");
  const yes = dialog.querySelector("[data-confirmed]");
  const label = button.innerText.trim();
  dialog.querySelector("h2").textContent = label;
  dialog.querySelector("p").textContent = form.dataset.confirm;
  yes.textContent = label;
  yes.onclick = () => {
    dialog.close();
    confirmed = form.isConnected ? form : drawnAnew(form);
    confirmed?.requestSubmit(confirmed === form ? button : null);
    confirmed = null;
  };
  dialog.showModal();
}

document.addEventListener("submit", (event) => {
  if (!event.target.dataset.confirm || event.target === confirmed) return;
  event.preventDefault();
  askFirst(event.target, event.submitter);
});

const fitting = new ResizeObserver((seen) => {
  for (const { target } of seen) target.toggleAttribute("data-fits", target.scrollWidth <= target.clientWidth);
});

function watchTables(place) {
  for (const wrap of place.querySelectorAll(".krds-table-wrap")) fitting.observe(wrap);
}

watchTables(document);
document.addEventListener("htmx:load", (event) => watchTables(event.target));
document.querySelector(".lnb-btn[aria-current=page]")?.scrollIntoView({ block: "nearest" });

for (const toast of document.querySelectorAll(".toast:not([data-toast=error])")) {
  setTimeout(() => toast.remove(), 10000);
}
