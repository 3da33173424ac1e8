// Drawing a cycle by clicks and keys. The text field beside it holds the truth; without script one types there.

const TONES = 4;

class CycleStrip {
  constructor(strip) {
    this.strip = strip;
    this.field = document.getElementById(strip.dataset.cycleStrip);
    this.free = strip.dataset.free.split(" ");
    this.current = 0;
    strip.hidden = false;
    strip.addEventListener("click", (event) => this.click(event.target.closest("button")));
    strip.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("input", () => this.draw());
    for (const mark of this.markFields()) mark.addEventListener("input", () => this.draw());
    this.draw();
  }

  markFields() {
    return [...this.field.form.querySelectorAll("[data-shift-mark]")];
  }

  get marks() {
    return this.markFields()
      .map((field) => field.value.trim())
      .filter(Boolean);
  }

  get choices() {
    return [...this.marks, ...this.free];
  }

  get days() {
    return this.field.value.split(/[\s,·]+/).filter(Boolean);
  }

  draw() {
    const days = this.days;
    this.current = Math.min(this.current, days.length);
    this.strip.replaceChildren(...days.map((mark, day) => this.button(mark, day)), this.addButton(days.length));
  }

  button(mark, day) {
    const button = document.createElement("button");
    const place = this.marks.indexOf(mark);
    button.type = "button";
    button.className = place < 0 ? "free" : `shift-${place % TONES}`;
    button.tabIndex = day === this.current ? 0 : -1;
    const number = document.createElement("small");
    number.textContent = day + 1;
    button.append(number, mark);
    const words = this.strip.dataset.day.replace("{day}", day + 1).replace("{mark}", mark);
    button.setAttribute("aria-label", words);
    return button;
  }

  addButton(day) {
    const button = this.button("+", day);
    button.firstChild.textContent = "\u00a0";
    button.setAttribute("aria-label", this.strip.dataset.add);
    return button;
  }

  click(button) {
    if (!button) return;
    const place = [...this.strip.children].indexOf(button);
    if (place === this.days.length) this.insert(place);
    else this.turn(place, 1);
  }

  turn(place, by) {
    const days = this.days;
    const { choices } = this;
    if (place >= days.length || !choices.length) return;
    const now = choices.indexOf(days[place]);
    days[place] = choices[(Math.max(now, by > 0 ? -1 : 0) + by + choices.length) % choices.length];
    this.store(days, place);
  }

  insert(place) {
    const days = this.days;
    const mark = days[place - 1] ?? this.choices[0];
    if (!mark) return;
    days.splice(place, 0, mark);
    this.store(days, place);
  }

  remove(place) {
    const days = this.days;
    if (place < 0 || place >= days.length) return;
    days.splice(place, 1);
    this.store(days, place);
  }

  choose(place, number) {
    const days = this.days;
    const mark = this.choices[number - 1];
    if (!mark) return;
    days[place] = mark;
    this.store(days, place + 1);
  }

  store(days, place) {
    this.field.value = days.join(" ");
    this.current = place;
    this.draw();
    this.focus(place);
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  focus(place) {
    this.current = Math.min(Math.max(place, 0), this.days.length);
    [...this.strip.children].forEach((button, day) => (button.tabIndex = day === this.current ? 0 : -1));
    this.strip.children[this.current].focus();
  }

  key(event) {
    const place = [...this.strip.children].indexOf(event.target);
    const acts = {
      ArrowRight: () => this.focus(place + 1),
      ArrowLeft: () => this.focus(place - 1),
      Home: () => this.focus(0),
      End: () => this.focus(this.days.length),
      ArrowDown: () => this.turn(place, 1),
      ArrowUp: () => this.turn(place, -1),
      Insert: () => this.insert(place),
      Delete: () => this.remove(place),
      Backspace: () => this.remove(place - 1),
    };
    const act = acts[event.key] ?? (/^[1-9]$/.test(event.key) ? () => this.choose(place, Number(event.key)) : null);
    if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    act();
  }
}

for (const strip of document.querySelectorAll("[data-cycle-strip]")) new CycleStrip(strip);
