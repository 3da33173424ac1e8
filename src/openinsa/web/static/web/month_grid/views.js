// Grid or calendar: which of the two is shown, and how a person gets into them.

import { say } from "./words.js";

const PHONE = "(max-width: 40rem)";
const FINGERS = "(pointer: coarse)";

export class Views {
  constructor({ commands, calendar, layout, selection, input }) {
    Object.assign(this, { commands, calendar, layout, selection, input });
    this.month = input.closest(".month");
    this.finder = document.querySelector("[data-find-name]");
  }

  start() {
    for (const button of this.month.querySelectorAll("button[data-view]")) {
      button.addEventListener("click", () => this.show(button.dataset.view));
    }
    this.finder.addEventListener("submit", (event) => this.findName(event));
    document.addEventListener("keydown", (event) => this.jumpBack(event));
    new ResizeObserver(() => this.remeasure()).observe(this.layout.scroller);
    document.fonts.ready.then(() => this.remeasure());
    if (matchMedia(FINGERS).matches) this.typeByFinger();
    this.show(matchMedia(PHONE).matches ? "calendar" : "grid");
    this.commands.goTo(0, this.commands.sheet.locks[0].indexOf(false));
    if (!matchMedia(FINGERS).matches && !matchMedia(PHONE).matches) this.input.focus({ preventScroll: true });
  }

  show(view) {
    this.month.dataset.showing = view;
    for (const button of this.month.querySelectorAll("button[data-view]")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === view));
    }
    if (view === "calendar") this.calendar.showPerson(this.selection.row);
    else this.remeasure();
  }

  // Go to a cell from outside the grid, in the view that is open.
  visit(row, day) {
    this.commands.goTo(row, day);
    if (this.month.dataset.showing === "grid") return this.input.focus({ preventScroll: true });
    this.calendar.showPerson(row);
    this.calendar.pick(this.calendar.buttons[day]);
  }

  remeasure() {
    if (this.month.dataset.showing !== "grid") return;
    this.layout.measure();
    this.selection.draw();
  }

  // A soft keyboard comes only when asked for, by touching the active cell twice.
  typeByFinger() {
    this.input.inputMode = "none";
    this.layout.scroller.addEventListener("dblclick", () => {
      this.input.inputMode = "text";
      this.input.blur();
      this.input.focus({ preventScroll: true });
    });
  }

  findName(event) {
    event.preventDefault();
    const text = this.finder.querySelector("input").value.trim();
    const { names } = this.commands.sheet;
    const after = [...names.keys()].map((row) => (this.selection.row + 1 + row) % names.length);
    const row = after.find((place) => names[place].includes(text));
    if (row === undefined) return this.commands.announce(say("name_not_found", { text }));
    this.visit(row, this.selection.day);
  }

  jumpBack(event) {
    const inTools = event.target.closest?.(".grid-tools");
    if (event.key !== "F6" || !inTools) return;
    event.preventDefault();
    this.commands.jump(event.shiftKey ? -1 : 1);
  }
}
