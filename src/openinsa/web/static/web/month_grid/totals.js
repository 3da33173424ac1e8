// Counts of marks per row and per day: the browser's only arithmetic. Hours come from the server.

const COLUMNS = ["worked", "minutes", "overtime", "holiday", "night", "leave", "half", "absent", "empty"];
const TIMES = { minutes: "worked_minutes", overtime: "overtime_minutes", holiday: "holiday_minutes", night: "night_minutes" };

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
      if (name in TIMES) cell.classList.add("stale");
      else write(cell, this.rows[row][name] ?? 0);
    });
  }

  drawFoot(foot, name) {
    for (const day of this.touchedDays) write(foot.cells[this.sheet.firstDay + day], this.days[day][name] ?? 0);
    write(this.totalCell(foot, COLUMNS.indexOf(name)), this.sum(name));
  }

  // What the server reckoned: all hours, and those of overtime, holidays and nights.
  showTimes(row, totals) {
    for (const [name, total] of Object.entries(TIMES)) {
      const cell = this.totalCell(this.sheet.lines[row], COLUMNS.indexOf(name));
      cell.classList.remove("stale");
      write(cell, hours(totals[total]));
    }
  }

  totalCell(line, place) {
    return line.cells[this.sheet.firstDay + this.sheet.dayCount + place];
  }

  sum(name) {
    return this.rows.reduce((sum, counts) => sum + (counts[name] ?? 0), 0);
  }
}

function hours(minutes) {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

function write(cell, value) {
  const text = String(value);
  if (cell.textContent !== text) cell.textContent = text;
}
