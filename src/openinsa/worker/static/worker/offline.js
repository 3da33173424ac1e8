// The page without a network, in the language and the size of type last read: the slip last seen, behind its PIN.

const { language, type } = slipSafe.lastReading();
const words = document.querySelector(`template[lang="${CSS.escape(language)}"]`) ?? document.querySelector("template");
document.documentElement.lang = words.lang;
if (type) document.documentElement.dataset.type = type;
document.title = words.dataset.title;
document.querySelector("main .card").append(words.content);

const form = document.querySelector("[data-open-safe]");
const place = document.querySelector("[data-slip]");

function show(name) {
  for (const one of document.querySelectorAll("[data-when]")) one.hidden = one.dataset.when !== name;
}

function add(parent, tag, words, look = "") {
  const made = document.createElement(tag);
  made.textContent = words;
  if (look) made.className = look;
  parent.append(made);
  return made;
}

function pairs(parent, rows) {
  const list = add(parent, "dl", "", "pairs");
  for (const [label, value] of rows) {
    const row = add(list, "div", "");
    add(row, "dt", label);
    add(row, "dd", value, "num");
  }
}

function draw(slip) {
  place.replaceChildren();
  add(place, "h2", slip.title);
  pairs(place, slip.figures);
  for (const side of slip.sides) {
    add(place, "h3", side.title);
    pairs(place, side.lines);
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { slip, left } = await slipSafe.open(form.elements.pin.value);
  form.reset();
  if (slip) draw(slip);
  else document.querySelector("[data-left]").textContent = left;
  show(slip ? "open" : left ? "wrong" : "gone");
  form.hidden = Boolean(slip) || !left;
});

document.querySelector("[data-again]").addEventListener("click", () => location.assign("/my/"));
form.hidden = !slipSafe.holdsSlip();
show(slipSafe.holdsSlip() ? "locked" : "nothing");
