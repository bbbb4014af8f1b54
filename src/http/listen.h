/*
 * listen.h - the address a server listens at
 *
 * Figures only: names are looked up nowhere.  Floor 6 (http).
 */
#ifndef HT_HTTP_LISTEN_H
#define HT_HTTP_LISTEN_H

#include <stdbool.h>

#include <sys/socket.h>

#include "base/err.h"

enum { HT_URL_TEXT = 128 };

/*
 * Listen at "ADDR:PORT" or "[ADDR]:PORT"; port 0: any that is free. HT_EINVALID
 * "serve.listen", HT_EDENIED "serve.plain" (other machines, and it may not be
 * seen by them: `may_leave`), HT_EBUSY "serve.port"; arg "at".
 */
HT_CHECKED enum ht_rc ht_listen(const char *at, bool may_leave, int *ret_socket,
				struct ht_err *err);
/* Is it the machine itself? */
bool ht_address_is_local(const struct sockaddr *address);
/* "http://127.0.0.1:8080" */
void ht_listen_url(int from, bool is_tls, char ret_url[HT_URL_TEXT]);

#endif
