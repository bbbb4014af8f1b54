-- name: reconcile_slice
-- in: cell after limit
-- out: id number_raw number year type unit_code office_text volume body book_year type_version
SELECT e.id, e.number_raw, e.number, e.year, b.type, b.unit_code,
  b.office_text, b.volume, t.body, b.year,
  t.type_version
FROM entry AS e
  JOIN book AS b ON b.cell = e.cell AND b.id = e.book
  JOIN transcription AS t
    ON t.cell = e.cell AND t.entry = e.id AND t.pass = 'A'
WHERE e.cell = $1 AND e.id > $2 ORDER BY e.id LIMIT $3;

-- name: reconcile_works
-- in: cell after to
-- out: entry stream state class keyer checker acceptor approver version
--      changed_ms done_ms
SELECT entry, stream, state, class, keyer, checker, acceptor, approver, version,
  changed_ms, done_ms
FROM work WHERE cell = $1 AND entry > $2 AND entry <= $3
ORDER BY entry, stream;

-- name: reconcile_matches
-- in: cell after to
-- out: entry role class id12 probability decided basis staff
SELECT entry, role, class, id12, probability, decided, basis, staff FROM match
WHERE cell = $1 AND entry > $2 AND entry <= $3 ORDER BY entry, role;

-- name: reconcile_differences
-- in: cell after to
-- out: entry role field kind decides book_value person_value decision basis
--      document staff is_gone
SELECT entry, role, field, kind, decides, book_value, person_value, decision,
  basis, document, staff, is_gone
FROM difference WHERE cell = $1 AND entry > $2 AND entry <= $3
ORDER BY entry, role, field;

-- name: reconcile_links
-- in: cell after to
-- out: entry type unit_code volume number_raw
SELECT l.entry, b.type, b.unit_code, b.volume, e.number_raw
FROM link AS l JOIN entry AS e ON e.cell = l.cell AND e.id = l.other
  JOIN book AS b ON b.cell = e.cell AND b.id = e.book
WHERE l.cell = $1 AND l.entry > $2 AND l.entry <= $3 AND l.is_gone = 0
ORDER BY l.entry, l.other;

-- name: entry_count
-- in: cell
-- out: entries
-- scan: ok
SELECT COUNT(*) FROM entry WHERE cell = $1;

-- name: link_all
-- in: cell kind
-- out: entry other probability
-- scan: ok
SELECT entry, other, probability FROM link
WHERE cell = $1 AND kind = $2 AND is_gone = 0 AND staff = 0
ORDER BY entry, other;
