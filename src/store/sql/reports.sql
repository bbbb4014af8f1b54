-- name: count_books
-- in: cell
-- out: id type unit_code era volume
-- scan: ok
SELECT id, type, unit_code, era, volume FROM book WHERE cell = $1;

-- name: count_entries
-- in: cell
-- out: book stream state class done_ms
-- scan: ok
SELECT e.book, w.stream, w.state, w.class, w.done_ms
FROM work AS w CROSS JOIN entry AS e
WHERE w.cell = $1 AND e.cell = w.cell AND e.id = w.entry;

-- name: count_linked
-- in: cell
-- out: book stream state class done_ms
-- scan: ok
SELECT e.book, w.stream, w.state, w.class, w.done_ms
FROM (SELECT entry AS id FROM link WHERE cell = $1 AND is_gone = 0
      UNION SELECT other FROM link WHERE cell = $1 AND is_gone = 0) AS l
  CROSS JOIN work AS w CROSS JOIN entry AS e
WHERE w.cell = $1 AND w.entry = l.id AND e.cell = w.cell AND e.id = w.entry;

-- name: count_recognised
-- in: cell
-- out: book stream state class done_ms
-- scan: ok
SELECT e.book, w.stream, w.state, w.class, w.done_ms
FROM (SELECT DISTINCT entry AS id FROM register_row
      WHERE cell = $1 AND entry <> 0) AS r
  CROSS JOIN work AS w CROSS JOIN entry AS e
WHERE w.cell = $1 AND w.entry = r.id AND e.cell = w.cell AND e.id = w.entry;

-- name: count_differences
-- in: cell
-- out: type unit_code era field kind is_open count
-- scan: ok
SELECT b.type, b.unit_code, b.era, d.field, d.kind,
  CASE WHEN d.decision IN ('', 'evidence') THEN 1 ELSE 0 END AS is_open,
  COUNT(*)
FROM difference AS d JOIN entry AS e ON e.cell = d.cell AND e.id = d.entry
  JOIN book AS b ON b.cell = e.cell AND b.id = e.book
WHERE d.cell = $1 AND d.is_gone = 0 AND d.decides = 1
GROUP BY b.type, b.unit_code, b.era, d.field, d.kind,
  CASE WHEN d.decision IN ('', 'evidence') THEN 1 ELSE 0 END;

-- name: report_not_found
-- in: cell
-- out: entry type unit_code office_text volume number_raw role decided
SELECT e.id, b.type, b.unit_code, b.office_text, b.volume, e.number_raw,
  m.role, m.decided
FROM match AS m JOIN entry AS e ON e.cell = m.cell AND e.id = m.entry
  JOIN book AS b ON b.cell = e.cell AND b.id = e.book
WHERE m.cell = $1 AND m.class = 'NOTFOUND'
ORDER BY b.type, b.unit_code, e.book, e.number, e.id, m.role;

-- name: report_done
-- in: cell until_ms
-- out: unit_code type stream era day count
-- scan: ok
SELECT b.unit_code, b.type, w.stream, b.era,
  (w.done_ms + 25200000) / 86400000 AS day, COUNT(*)
FROM work AS w JOIN entry AS e ON e.cell = w.cell AND e.id = w.entry
  JOIN book AS b ON b.cell = e.cell AND b.id = e.book
WHERE w.cell = $1 AND w.done_ms > 0 AND w.done_ms < $2
GROUP BY b.unit_code, b.type, w.stream, b.era,
  (w.done_ms + 25200000) / 86400000
ORDER BY b.unit_code, b.type, w.stream, b.era, day;

-- name: report_plan
-- in: cell
-- out: plan unit_code unit_text stream type era month target
-- scan: ok
SELECT plan, unit_code, unit_text, stream, type, era, month, target
FROM plan_line WHERE cell = $1
ORDER BY plan, stream, unit_code, unit_text, type, era, month;
