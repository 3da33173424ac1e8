// One worker's month for small screens: a calendar of buttons and a palette of marks. It enters into the
// same book as the grid.

import { say } from "./words.js";

export class Calendar {
  constructor({ sheet, marks, totals, book, codes, row = 0 }) {
    Object.assign(this, { sheet, marks, totals, book, row });
    this.day = 0;
    this.days = document.getElementById("calendar-days");
    this.person = document.getElementById("calendar-person");
    this.fault = document.getElementById("calendar-fault");
    this.drawFrame();
    this.drawPalette(codes);
    this.listen();
    book.onChange((rows) => rows.has(this.row) && this.draw());
    this.draw();
  }

  drawFrame() {
    const lead = (new Date(`${this.sheet.dates[0]}T00:00`).getDay() + 6) % 7;
    const heads = this.sheet.table.tHead.rows[0].cells;
    this.buttons = this.sheet.dates.map((_date, day) => {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      const head = heads[this.sheet.firstDay + day];
      button.className = head.classList.contains("rest") ? "rest" : "";
      if (day === 0) button.style.gridColumnStart = lead + 1;
      button.dataset.day = day;
      return button;
    });
    this.days.replaceChildren(...this.buttons);
  }

  drawPalette(codes) {
    this.palette = document.getElementById("calendar-palette");
    const buttons = [...codes, { mark: "", label: say("cell_empty") }].map(({ mark, label }) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "krds-btn tertiary" });
      button.dataset.mark = mark;
      button.append(Object.assign(document.createElement("b"), { textContent: mark || "×" }));
      button.append(Object.assign(document.createElement("small"), { textContent: label }));
      return button;
    });
    this.palette?.replaceChildren(...buttons);
  }

  listen() {
    this.days.addEventListener("click", (event) => this.pick(event.target.closest("button")));
    this.person.addEventListener("change", () => this.showPerson(Number(this.person.value)));
    for (const button of document.querySelectorAll("[data-person]")) {
      button.addEventListener("click", () => this.showPerson(this.row + Number(button.dataset.person)));
    }
    this.palette?.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.put(button.dataset.mark);
    });
    document.getElementById("calendar-type")?.addEventListener("submit", (event) => {
      event.preventDefault();
      const field = document.getElementById("calendar-text");
      if (field.value) this.put(field.value);
      field.value = "";
    });
  }

  pick(button) {
    if (!button) return;
    this.day = Number(button.dataset.day);
    this.draw();
  }

  showPerson(row) {
    this.book.queue.leaveRow();
    this.row = Math.max(0, Math.min(row, this.sheet.rowCount - 1));
    this.draw();
  }

  // Put a mark into the chosen day and go to the next one.
  put(text) {
    this.book.enter([{ row: this.row, day: this.day, text }], "type");
    if (this.day + 1 < this.sheet.dayCount) this.day += 1;
    this.draw();
  }

  draw() {
    this.person.value = this.row;
    this.buttons.forEach((button, day) => this.drawDay(button, day));
    this.fault.textContent = this.marks.sentence(this.row, this.day);
    document.getElementById("calendar-totals").textContent = this.totalsLine();
  }

  drawDay(button, day) {
    const cell = this.sheet.cells[this.row][day];
    const mark = this.sheet.mark(this.row, day);
    const spoken = [say("cell", this.sheet.label(this.row, day)), mark || say("cell_empty"), this.marks.sentence(this.row, day)];
    button.dataset.look = cell.className;
    button.setAttribute("aria-label", spoken.filter(Boolean).join(", "));
    button.setAttribute("aria-pressed", String(day === this.day));
    const number = Object.assign(document.createElement("small"), { textContent: `${day + 1} ${this.sheet.weekdays[day]}` });
    const text = Object.assign(document.createElement("b"), { textContent: mark });
    button.replaceChildren(number, text);
  }

  totalsLine() {
    const heads = [...this.sheet.table.tHead.rows[0].cells].slice(-9);
    const totals = [...this.sheet.lines[this.row].cells].slice(-9);
    return heads.map((head, place) => `${head.textContent.trim()} ${totals[place].textContent.trim()}`).join(" · ");
  }
}
