-- name: work_streams
-- in: cell entry
-- out: stream
SELECT stream FROM work WHERE cell = $1 AND entry = $2 ORDER BY stream;

-- name: work_row
-- in: cell entry stream
-- out: state class keyer checker acceptor approver version changed_ms done_ms
--      type book
SELECT w.state, w.class, w.keyer, w.checker, w.acceptor, w.approver,
  w.version, w.changed_ms, w.done_ms, b.type, e.book
FROM work AS w JOIN entry AS e ON e.cell = w.cell AND e.id = w.entry
  JOIN book AS b ON b.cell = e.cell AND b.id = e.book
WHERE w.cell = $1 AND w.entry = $2 AND w.stream = $3;

-- name: work_open
-- in: cell entry
-- out: reviews differences not_found
SELECT
  (SELECT COUNT(*) FROM match WHERE cell = $1 AND entry = $2
     AND class = 'REVIEW'),
  (SELECT COUNT(*) FROM difference WHERE cell = $1 AND entry = $2
     AND is_gone = 0 AND decides = 1 AND decision IN ('', 'evidence')),
  (SELECT COUNT(*) FROM match WHERE cell = $1 AND entry = $2
     AND class = 'NOTFOUND' AND decided <> 'confirmed');

-- name: work_of_book
-- in: cell book stream
-- out: entry stream
SELECT w.entry, w.stream FROM entry AS e
  JOIN work AS w ON w.cell = e.cell AND w.entry = e.id
WHERE e.cell = $1 AND e.book = $2 AND ($3 = '' OR w.stream = $3)
ORDER BY e.number, e.id, w.stream;

-- name: match_roles
-- in: cell entry
-- out: role class id12 probability decided basis staff
SELECT role, class, id12, probability, decided, basis, staff FROM match
WHERE cell = $1 AND entry = $2 ORDER BY role;

-- name: difference_rows
-- in: cell entry
-- out: role field kind decides book_value person_value decision basis document
--      staff is_gone
SELECT role, field, kind, decides, book_value, person_value, decision, basis,
  document, staff, is_gone
FROM difference WHERE cell = $1 AND entry = $2 ORDER BY role, field;

-- name: work_queues
-- in: cell
-- out: stream state class count oldest_ms
-- scan: ok
SELECT stream, state, class, COUNT(*), MIN(changed_ms) FROM work
WHERE cell = $1 GROUP BY stream, state, class ORDER BY stream, state, class;
