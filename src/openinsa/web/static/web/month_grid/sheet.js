// The sheet as the browser holds it: marks in arrays, drawn into the table that the server sent.

const SHORT_MARK = 5;

function isLong(mark) {
  let width = 0;
  for (const letter of mark) width += letter >= "가" ? 2 : 1;
  return width > SHORT_MARK;
}

function markIn(cell) {
  return cell.firstChild?.nodeType === Node.TEXT_NODE ? cell.firstChild.data : "";
}

export class Sheet {
  constructor(table, data) {
    this.table = table;
    this.dates = data.dates;
    this.weekdays = data.weekdays;
    this.firstDay = 2 + Number(table.dataset.earlier);
    this.lines = [...table.tBodies[0].rows];
    this.cells = this.lines.map((line) => [...line.cells].slice(this.firstDay, this.firstDay + data.dates.length));
    this.marks = this.cells.map((cells) => cells.map(markIn));
    this.locks = this.cells.map((cells) => cells.map((cell) => cell.classList.contains("locked")));
    this.names = this.lines.map((line) => line.cells[0].textContent.trim());
    this.contracts = this.lines.map((line) => Number(line.dataset.contract));
    this.rowOf = new Map(this.contracts.map((contract, row) => [contract, row]));
    this.dayOf = new Map(data.dates.map((date, day) => [date, day]));
  }

  get rowCount() {
    return this.lines.length;
  }

  get dayCount() {
    return this.dates.length;
  }

  mark(row, day) {
    return this.marks[row][day];
  }

  isLocked(row, day) {
    return this.locks[row][day];
  }

  show(row, day, mark) {
    this.marks[row][day] = mark;
    const cell = this.cells[row][day];
    if (cell.firstChild?.nodeType === Node.TEXT_NODE) cell.firstChild.data = mark;
    else if (mark) cell.prepend(mark);
  }

  // `looks` are class names; `words` is what a screen reader hears beside the mark.
  dress(row, day, looks, words, invalid) {
    const cell = this.cells[row][day];
    const names = [...looks];
    if (this.locks[row][day]) names.push("locked");
    if (isLong(this.marks[row][day])) names.push("long");
    const look = names.join(" ");
    if (cell.className !== look) cell.className = look;
    if (invalid !== cell.hasAttribute("aria-invalid")) {
      if (invalid) cell.setAttribute("aria-invalid", "true");
      else cell.removeAttribute("aria-invalid");
    }
    let hidden = cell.querySelector(".sr-only");
    if (!words) return hidden?.remove();
    if (!hidden) {
      hidden = document.createElement("span");
      hidden.className = "sr-only";
      cell.append(hidden);
    }
    hidden.textContent = words;
  }

  label(row, day) {
    return { name: this.names[row], day: day + 1, weekday: this.weekdays[day] };
  }

  placeAt(element) {
    const cell = element.closest?.("td, th");
    const row = this.lines.indexOf(cell?.parentElement);
    const inHead = cell?.closest("thead") != null;
    const day = cell ? cell.cellIndex - this.firstDay : -1;
    return { row, day: day < this.dayCount ? day : -1, inHead, isName: row >= 0 && cell.cellIndex < 2 };
  }
}
