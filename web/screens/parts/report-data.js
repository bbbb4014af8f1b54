/*
 * report-data.js - a report's rows as objects by column, with the way down
 */

/** `[{key, entry, filter, [column id]: cell}]` */
export function cellsOf(report) {
  return report.rows.map((row, i) => {
    const out = { key: String(i), filter: row.filter || null, entry: row.filter && row.filter.entry };
    report.columns.forEach((column, c) => { out[column.id] = row.cells[c]; });
    return out;
  });
}
