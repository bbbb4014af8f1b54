#!/bin/bash
# Prepare every statement of the store on PostgreSQL 15 and put rows through a
# few of them: usage: prepare.sh BUILD (not used; the texts come from src/).
# A throw-away cluster on a Unix socket in a temporary folder, always closed.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=/usr/lib/postgresql/15/bin
[ -x $bin/initdb ] || { echo "prepare.sh: no PostgreSQL 15 ($bin)"; exit 1; }
place=$(mktemp -d /tmp/hotich-pg-XXXXXX)
as=()
if [ "$(id -u)" = 0 ]; then # postgres refuses to run as root
	chown nobody "$place"
	as=(runuser -u nobody --)
fi
close() {
	"${as[@]}" $bin/pg_ctl -D "$place/data" -m immediate stop \
		>/dev/null 2>&1 || true
	rm -rf "$place"
}
trap close EXIT
cd "$place"
"${as[@]}" $bin/initdb -D "$place/data" -U hotich -A trust --no-sync \
	--locale=C -E UTF8 >"$place.log" 2>&1 || { cat "$place.log"; rm -f "$place.log"; exit 1; }
rm -f "$place.log"
"${as[@]}" $bin/pg_ctl -D "$place/data" -l "$place/data/log" -w \
	-o "-c listen_addresses= -k $place -F" start >/dev/null ||
	{ cat "$place/data/log"; exit 1; }
sql=(psql -X -q -h "$place" -U hotich -v ON_ERROR_STOP=1 -d postgres)

python3 "$root/tools/gen-sql.py" --postgres "$root/src/store" >"$place/all.sql"
cat >>"$place/all.sql" <<'SQL'
\echo round trips
EXECUTE put_book(1, 7, 'KS', '22483', 'UBND xã', '01/1999', 1999, 'one', '', '', '', '', 0, 0, 2);
EXECUTE put_book(1, 7, 'KS', '22483', 'UBND xã', '01/1999', 1999, 'one', 'LS', '', '', '', 0, 0, 3);
EXECUTE put_entry(1, 8, 7, '12a', 12, 1999, 0, '', 0, 4);
EXECUTE put_transcription(1, 8, 'A', 1, '{"nksHoTen":"ế"}', 'ab', 5, 6, 0, 0, 9, 40, 5);
EXECUTE put_work(1, 8, 'LS', 'keyed', '', 5, 0, 0, 0, 1, 6, 0, 6);
EXECUTE put_staff(1, 5, 'an', 'An', '\x01ff00', 1, 7);
EXECUTE put_journal(1, 1, 1, 6, 0, 0, 'init', 'directory', 0, '', '{}', '\x00', '\x00', '\xff');
SELECT 'book ' || id || era || seq FROM book;
SELECT 'staff ' || encode(sort_key, 'hex') FROM staff;
EXECUTE book_find(1, 'KS', '22483', 'UBND xã', '01/1999', 1999, 'one');
SQL
if ! "${sql[@]}" -A -t -f "$place/all.sql" >"$place/out" 2>"$place/err"; then
	tail -n 3 "$place/out" # the name that was being prepared
	cat "$place/err"
	exit 1
fi
for line in 'book 7LS3' 'staff 01ff00' '7'; do
	grep -qxF "$line" "$place/out" || { echo "no '$line'"; cat "$place/out"; exit 1; }
done
# a refused case beside the accepted: a key that leads nowhere, a second slot
if "${sql[@]}" -c "INSERT INTO entry VALUES (1, 9, 99, '', 0, 0, 0, '', 0, 1)" 2>/dev/null ||
	"${sql[@]}" -c "INSERT INTO entry VALUES (1, 9, 7, '12a', 0, 0, 0, '', 0, 1)" 2>/dev/null; then
	echo "PostgreSQL took a row that SQLite refuses"
	exit 1
fi
echo "prepared $(grep -c '^PREPARE' "$place/all.sql") statements on PostgreSQL 15"
