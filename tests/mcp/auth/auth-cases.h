/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "auth-world.h"

G_BEGIN_DECLS

/* One lie, and what comes of it. */
typedef struct
{
  const char *name;
  AuthLies    lies;
  GQuark    (*domain) (void);  /* of the error; NULL for SALON_MCP_AUTH_ERROR */
  int         code;            /* -1: signing in succeeds */
  const char *words;           /* in the sentence; the names of the world are filled in */
  AuthStage   stage;           /* nobody is asked anything beyond this, but here somebody was */
  guint       n_evil;          /* how often the other host was asked */
} AuthCase;

/* Each becomes a test of its own, /mcp/auth/hostile/… */
void auth_cases_add (const AuthCase *cases,
                     gsize           n_cases);

G_END_DECLS
