# check-floors: a file may include only its own folder and lower floors.
# usage: awk -f tools/check-floors.awk $(find src -name '*.[ch]')
BEGIN {
	n = split("base=1 sys=2 model=2 match=3 journal=3 print=3 gen=3 " \
		"store=4 population=4 exchange=4 app=5 http=6 cli=7", list, " ")
	for (i = 1; i <= n; i++) {
		split(list[i], pair, "=")
		floor[pair[1]] = pair[2]
	}
	# what one file alone may include of the world outside
	only["jansson.h"] = "base/json.c"
	only["openssl/"] = "base/digest.c"
	only["sodium.h"] = "base/digest.c sys/password.c"
	only["microhttpd.h"] = "http/server.c"
	only["sqlite3.h"] = "store/"
	only["xlsxwriter.h"] = "print/sheet.c"
	only["expat.h"] = "exchange/"
	only["unzip.h"] = "exchange/"
	only["zip.h"] = "exchange/"
	only["unicode/"] = "nowhere: ICU is the tests' oracle"
	only["libpq-fe.h"] = "nowhere yet"
}

# is it one of these files, or in one of these folders?
function is_allowed(path, places,    list, n, i) {
	n = split(places, list, " ")
	for (i = 1; i <= n; i++)
		if (index(path, list[i]) == 1)
			return 1
	return 0
}

FNR == 1 {
	path = FILENAME
	sub(/^.*src\//, "", path)
	split(path, part, "/")
	here = part[1]
}

/^#include "[a-z]+\// {
	to = $2
	gsub(/"/, "", to)
	sub(/\/.*/, "", to)
	if (here != "main.c" && to != here && !(to in floor)) {
		printf "%s:%d: %s is no folder of src\n", FILENAME, FNR, to
		bad = 1
	} else if (here != "main.c" && to != here && floor[to] >= floor[here]) {
		printf "%s:%d: %s (floor %d) includes %s (floor %d)\n",
			FILENAME, FNR, here, floor[here], to, floor[to]
		bad = 1
	}
}

/^#include </ {
	for (library in only) {
		if (index($2, "<" library) != 1 && index($2, "<minizip/" library) != 1)
			continue
		if (!is_allowed(path, only[library])) {
			printf "%s:%d: %s belongs to %s\n", FILENAME, FNR, $2,
				only[library]
			bad = 1
		}
	}
}

END { exit bad }
