/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "mcp-test.h"

G_BEGIN_DECLS

/* A client and a server in this process. The server answers the handshake; what else the
 * client sends is kept, for the test to look at and to answer. */
typedef struct
{
  SalonMcpMemoryTransport *transport;
  SalonMcpClient          *client;
  SalonManualClock        *clock;
  GPtrArray               *received;     /* SalonJsonDocument */
  const char              *version;
  const char              *capabilities;
} Fixture;

void              setup           (Fixture          *fixture,
                                   gconstpointer     data);
void              teardown        (Fixture          *fixture,
                                   gconstpointer     data);
void              open_client     (Fixture          *fixture);
const SalonJson  *get_received    (Fixture          *fixture,
                                   guint             index);
const SalonJson  *get_last        (Fixture          *fixture);
void              assert_json     (const SalonJson  *value,
                                   const char       *expected);
SalonMcpExchange *call            (Fixture          *fixture);
void              assert_rejected (SalonMcpExchange *exchange,
                                   GQuark            domain,
                                   int               code);
void              answer          (Fixture          *fixture,
                                   const char       *result);

G_END_DECLS
