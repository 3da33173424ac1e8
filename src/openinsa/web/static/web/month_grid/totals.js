// Counts of marks per row and per day: the browser's only arithmetic. Hours come from the server.

const COLUMNS = ["worked", "minutes", "leave", "half", "absent", "empty"];

export class Totals {
  constructor(sheet, countsAs) {
    this.sheet = sheet;
    this.countsAs = (mark) => (mark ? countsAs(mark) : ["empty"]);
    this.rows = sheet.marks.map((marks, row) => this.tally(marks.filter((_mark, day) => !sheet.isLocked(row, day))));
    this.feet = [...sheet.table.tFoot.rows];
    this.days = sheet.dates.map((_date, day) => this.tally(sheet.marks.map((marks) => marks[day])));
    this.touchedRows = new Set();
    this.touchedDays = new Set();
  }

  tally(marks) {
    const counts = {};
    for (const mark of marks) for (const name of this.countsAs(mark)) counts[name] = (counts[name] ?? 0) + 1;
    return counts;
  }

  changed(row, day, before, after) {
    for (const counts of [this.rows[row], this.days[day]]) {
      for (const name of this.countsAs(before)) counts[name] = (counts[name] ?? 0) - 1;
      for (const name of this.countsAs(after)) counts[name] = (counts[name] ?? 0) + 1;
    }
    this.touchedRows.add(row);
    this.touchedDays.add(day);
  }

  draw() {
    for (const row of this.touchedRows) this.drawRow(row);
    for (const foot of this.feet) this.drawFoot(foot, foot.dataset.counts);
    this.touchedRows.clear();
    this.touchedDays.clear();
  }

  drawRow(row) {
    COLUMNS.forEach((name, place) => {
      const cell = this.totalCell(this.sheet.lines[row], place);
      if (name === "minutes") cell.classList.add("stale");
      else write(cell, this.rows[row][name] ?? 0);
    });
  }

  drawFoot(foot, name) {
    for (const day of this.touchedDays) write(foot.cells[this.sheet.firstDay + day], this.days[day][name] ?? 0);
    write(this.totalCell(foot, COLUMNS.indexOf(name)), this.sum(name));
  }

  showMinutes(row, minutes) {
    const cell = this.totalCell(this.sheet.lines[row], COLUMNS.indexOf("minutes"));
    cell.classList.remove("stale");
    write(cell, `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`);
  }

  totalCell(line, place) {
    return line.cells[this.sheet.firstDay + this.sheet.dayCount + place];
  }

  sum(name) {
    return this.rows.reduce((sum, counts) => sum + (counts[name] ?? 0), 0);
  }
}

function write(cell, value) {
  const text = String(value);
  if (cell.textContent !== text) cell.textContent = text;
}
