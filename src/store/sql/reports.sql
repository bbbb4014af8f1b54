-- name: report_states
-- in: cell
-- out: type stream state class count
-- scan: ok
SELECT b.type, w.stream, w.state, w.class, COUNT(*)
FROM work AS w JOIN entry AS e ON e.cell = w.cell AND e.id = w.entry
  JOIN book AS b ON b.cell = e.cell AND b.id = e.book
WHERE w.cell = $1
GROUP BY b.type, w.stream, w.state, w.class
ORDER BY b.type, w.stream, w.state, w.class;

-- name: report_linked
-- in: cell
-- out: type stream count
-- scan: ok
SELECT b.type, w.stream, COUNT(*)
FROM entry AS e JOIN book AS b ON b.cell = e.cell AND b.id = e.book
  JOIN work AS w ON w.cell = e.cell AND w.entry = e.id
WHERE e.cell = $1 AND (
  EXISTS (SELECT 1 FROM link AS l WHERE l.cell = e.cell AND l.entry = e.id
            AND l.is_gone = 0)
  OR EXISTS (SELECT 1 FROM link AS l WHERE l.cell = e.cell AND l.other = e.id
               AND l.is_gone = 0))
GROUP BY b.type, w.stream;

-- name: report_differences
-- in: cell
-- out: type field kind waiting decided
-- scan: ok
SELECT b.type, d.field, d.kind,
  SUM(CASE WHEN d.decision IN ('', 'evidence') THEN 1 ELSE 0 END),
  SUM(CASE WHEN d.decision IN ('', 'evidence') THEN 0 ELSE 1 END)
FROM difference AS d JOIN entry AS e ON e.cell = d.cell AND e.id = d.entry
  JOIN book AS b ON b.cell = e.cell AND b.id = e.book
WHERE d.cell = $1 AND d.is_gone = 0 AND d.decides = 1
GROUP BY b.type, d.field, d.kind
ORDER BY COUNT(*) DESC, b.type, d.field, d.kind;

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

-- name: report_bodies
-- in: cell
-- out: entry book number number_raw type volume unit_code body stream version
-- scan: ok
SELECT e.id, e.book, e.number, e.number_raw, b.type, b.volume, b.unit_code,
  t.body, w.stream, t.type_version
FROM entry AS e CROSS JOIN book AS b CROSS JOIN transcription AS t
  CROSS JOIN work AS w
WHERE e.cell = $1 AND b.cell = e.cell AND b.id = e.book
  AND t.cell = e.cell AND t.entry = e.id AND t.pass = 'A'
  AND w.cell = e.cell AND w.entry = e.id
ORDER BY e.book, e.number, e.id, w.stream;
