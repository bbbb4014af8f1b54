#include "http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"

enum { BACKLOG = 511 };

static enum ht_rc bad_listen(const char *text, struct ht_err *err)
{
	ht_fail(err, HT_EINVALID, "serve.listen", "listen", "no address");
	ht_err_arg(err, "at", "%s", text);
	return HT_EINVALID;
}

/* "ADDR:PORT" or "[ADDR]:PORT", figures only: names are looked up nowhere. */
static enum ht_rc read_listen(struct ht_arena *mem, const char *text,
			      struct addrinfo **ret_info, struct ht_err *err)
{
	const struct addrinfo hints = { .ai_family = AF_UNSPEC,
					.ai_socktype = SOCK_STREAM,
					.ai_flags = AI_NUMERICHOST |
						    AI_NUMERICSERV |
						    AI_PASSIVE };
	const char *colon = strrchr(text, ':');
	ht_str host;
	uint32_t port;

	if (!colon || !ht_str_to_u32(ht_str_from(colon + 1), &port) ||
	    port > 65535)
		return bad_listen(text, err);
	host = (ht_str){ text, (size_t)(colon - text) };
	if (host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']')
		host = ht_str_cut(host, 1, host.n - 1);
	if (!host.n || getaddrinfo(ht_arena_str(mem, host).p, colon + 1, &hints,
				   ret_info) != 0)
		return bad_listen(text, err);
	return HT_OK;
}

bool ht_address_is_local(const struct sockaddr *address)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	if (address->sa_family == AF_INET) {
		memcpy(&v4, address, sizeof v4);
		return ntohl(v4.sin_addr.s_addr) >> 24 == 127;
	}
	memcpy(&v6, address, sizeof v6);
	return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
}

void ht_listen_url(int from, bool is_tls, char ret_url[HT_URL_TEXT])
{
	struct sockaddr_storage at;
	socklen_t n = sizeof at;
	char host[64] = "", port[8] = "";

	if (getsockname(from, (struct sockaddr *)&at, &n) != 0 ||
	    getnameinfo((struct sockaddr *)&at, n, host, sizeof host, port,
			sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return;
	snprintf(ret_url, HT_URL_TEXT,
		 at.ss_family == AF_INET6 ? "%s://[%s]:%s" : "%s://%s:%s",
		 is_tls ? "https" : "http", host, port);
}

static enum ht_rc open_socket(const struct addrinfo *info, int *ret_socket)
{
	int on = 1;
	int made = socket(info->ai_family,
			  SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (made >= 0 &&
	    setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
	    bind(made, info->ai_addr, info->ai_addrlen) == 0 &&
	    listen(made, BACKLOG) == 0) {
		*ret_socket = made;
		return HT_OK;
	}
	if (made >= 0)
		close(made);
	return HT_EBUSY;
}

enum ht_rc ht_listen(const char *at, bool may_leave, int *ret_socket,
		     struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	struct addrinfo *info = NULL;
	enum ht_rc rc = read_listen(&mem, at, &info, err);

	if (!rc && !may_leave && !ht_address_is_local(info->ai_addr))
		rc = ht_fail(err, HT_EDENIED, "serve.plain", "listen",
			     "others may listen in");
	if (!rc && open_socket(info, ret_socket) != HT_OK) {
		rc = ht_fail(err, HT_EBUSY, "serve.port", "listen", "errno %d",
			     errno);
		ht_err_arg(err, "at", "%s", at);
	}
	if (info)
		freeaddrinfo(info);
	ht_arena_done(&mem);
	return rc;
}
