-- name: difference_entries
-- in: cell book ended
-- out: entry
-- scan: ok
SELECT e.id FROM entry AS e
  JOIN book AS b ON b.cell = e.cell AND b.id = e.book
WHERE e.cell = $1 AND ($2 = 0 OR e.book = $2) AND EXISTS (
  SELECT 1 FROM difference AS d WHERE d.cell = e.cell AND d.entry = e.id
    AND d.is_gone = 0 AND d.decides = 1
    AND ($3 = 1 OR d.decision IN ('', 'evidence')))
ORDER BY b.type, b.unit_code, b.volume, e.number, e.id;

-- name: difference_find
-- in: cell type unit_code volume number_raw role field
-- out: entry book_value person_value decision basis document is_gone
SELECT d.entry, d.book_value, d.person_value, d.decision, d.basis, d.document,
  d.is_gone
FROM book AS b JOIN entry AS e ON e.cell = b.cell AND e.book = b.id
  JOIN difference AS d ON d.cell = e.cell AND d.entry = e.id
WHERE b.cell = $1 AND b.type = $2 AND b.unit_code = $3 AND b.volume = $4
  AND e.number_raw = $5 AND d.role = $6 AND d.field = $7;
