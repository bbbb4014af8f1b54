-- name: entry_place
-- in: cell id
-- out: book number
SELECT book, number FROM entry WHERE cell = $1 AND id = $2;

-- name: entry_list
-- in: cell book_from book_to after_book after_number after_id type unit era stream state class done_from done_to kind field waits linked limit
-- out: id number_raw type volume year unit_code office_text state class stream
--      version book changed_ms office_raw
SELECT e.id, e.number_raw, b.type, b.volume, b.year, b.unit_code,
  b.office_text, w.state, w.class, w.stream, w.version, e.book,
  w.changed_ms, b.office_raw
FROM entry AS e CROSS JOIN book AS b CROSS JOIN work AS w
WHERE e.cell = $1 AND b.cell = e.cell AND b.id = e.book
  AND w.cell = e.cell AND w.entry = e.id
  AND e.book >= $2 AND e.book <= $3
  AND (e.book, e.number, e.id) > ($4, $5, $6)
  AND ($7 = '' OR b.type = $7) AND ($8 = '' OR b.unit_code = CASE $8 WHEN '-' THEN '' ELSE $8 END)
  AND ($9 = '' OR b.era = CASE $9 WHEN '-' THEN '' ELSE $9 END)
  AND ($10 = '' OR w.stream = $10) AND ($11 = ''
    OR (',' || $11 || ',') LIKE ('%,' || w.state || ',%'))
  AND ($12 = '' OR w.class = CASE $12 WHEN '-' THEN '' ELSE $12 END)
  AND w.done_ms >= $13 AND w.done_ms < $14
  AND ($15 = '' OR EXISTS (
    SELECT 1 FROM difference AS d
    WHERE d.cell = e.cell AND d.entry = e.id AND d.is_gone = 0
      AND d.decides = 1 AND ($15 = '*' OR d.kind = $15)
      AND ($16 = '' OR d.field = $16)
      AND ($17 = '' OR ($17 = 'open') = (d.decision IN ('', 'evidence')))))
  AND ($18 = 0 OR EXISTS (
      SELECT 1 FROM link AS l
      WHERE l.cell = e.cell AND l.entry = e.id AND l.is_gone = 0)
    OR EXISTS (
      SELECT 1 FROM link AS l
      WHERE l.cell = e.cell AND l.other = e.id AND l.is_gone = 0))
ORDER BY e.book, e.number, e.id, w.stream LIMIT $19;

-- name: entry_body
-- in: cell entry
-- out: body type_version pass type unit_code office_text volume year number_raw
--      book page office_raw
SELECT t.body, t.type_version, t.pass, b.type, b.unit_code, b.office_text,
  b.volume, b.year, e.number_raw, e.book, e.page, b.office_raw
FROM transcription AS t
  JOIN entry AS e ON e.cell = t.cell AND e.id = t.entry
  JOIN book AS b ON b.cell = e.cell AND b.id = e.book
WHERE t.cell = $1 AND t.entry = $2
ORDER BY CASE t.pass WHEN 'final' THEN 0 WHEN 'C' THEN 1 WHEN 'A' THEN 2
  ELSE 3 END LIMIT 1;

-- name: entry_works
-- in: cell entry
-- out: stream state class version keyer checker acceptor approver
SELECT w.stream, w.state, w.class, w.version, COALESCE(k.login, ''),
  COALESCE(c.login, ''), COALESCE(a.login, ''), COALESCE(p.login, '')
FROM work AS w
  LEFT JOIN staff AS k ON k.cell = w.cell AND k.id = w.keyer
  LEFT JOIN staff AS c ON c.cell = w.cell AND c.id = w.checker
  LEFT JOIN staff AS a ON a.cell = w.cell AND a.id = w.acceptor
  LEFT JOIN staff AS p ON p.cell = w.cell AND p.id = w.approver
WHERE w.cell = $1 AND w.entry = $2 ORDER BY w.stream;

-- name: entry_history
-- in: subject
-- out: at_ms login name action purpose payload
SELECT j.at_ms, COALESCE(s.login, ''), COALESCE(s.name, ''), j.action,
  j.purpose, j.payload
FROM journal AS j LEFT JOIN staff AS s ON s.cell = j.cell AND s.id = j.actor
WHERE j.chain = 1 AND j.subject = $1 AND j.kind = 'entry' ORDER BY j.seq;

-- name: entry_links
-- in: cell entry
-- out: other kind probability number_raw type volume
SELECT l.other, l.kind, l.probability, e.number_raw, b.type, b.volume
FROM link AS l JOIN entry AS e ON e.cell = l.cell AND e.id = l.other
  JOIN book AS b ON b.cell = e.cell AND b.id = e.book
WHERE l.cell = $1 AND l.entry = $2 AND l.is_gone = 0
ORDER BY l.other, l.kind;

-- name: entry_in_register
-- in: cell entry
-- out: body file_number status type_version
SELECT body, file_number, status, type_version FROM register_row
WHERE cell = $1 AND entry = $2 ORDER BY +id LIMIT 1;
