/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SALON_HOST_ERROR (salon_host_error_quark ())

/**
 * SalonHostError:
 * @SALON_HOST_ERROR_FAILED: anything that has no code of its own
 * @SALON_HOST_ERROR_CONFIGURATION: a mistake in mcp.json, models.json or in what was to be
 *   written to them
 * @SALON_HOST_ERROR_NOT_FOUND: there is no server, provider or chat of that name
 * @SALON_HOST_ERROR_EXISTS: the name is taken
 * @SALON_HOST_ERROR_MISSING_VARIABLE: `${env:NAME}` names a variable that is not set
 * @SALON_HOST_ERROR_MISSING_SECRET: `${secret:NAME}` names a secret that is not kept
 * @SALON_HOST_ERROR_SECRETS: the keyring refused or failed
 * @SALON_HOST_ERROR_COMMAND_NOT_FOUND: the program of a server is not installed
 * @SALON_HOST_ERROR_SERVER: a server could not be started, or is no longer there
 * @SALON_HOST_ERROR_DISABLED: the server is switched off
 * @SALON_HOST_ERROR_NOT_SUPPORTED: this release cannot do that yet
 * @SALON_HOST_ERROR_READ_ONLY: a file could not be written
 * @SALON_HOST_ERROR_MODEL: no model was chosen, or its name cannot be understood
 *
 * What can go wrong in the host. Messages are whole sentences, fit to be shown.
 */
typedef enum
{
  SALON_HOST_ERROR_FAILED,
  SALON_HOST_ERROR_CONFIGURATION,
  SALON_HOST_ERROR_NOT_FOUND,
  SALON_HOST_ERROR_EXISTS,
  SALON_HOST_ERROR_MISSING_VARIABLE,
  SALON_HOST_ERROR_MISSING_SECRET,
  SALON_HOST_ERROR_SECRETS,
  SALON_HOST_ERROR_COMMAND_NOT_FOUND,
  SALON_HOST_ERROR_SERVER,
  SALON_HOST_ERROR_DISABLED,
  SALON_HOST_ERROR_NOT_SUPPORTED,
  SALON_HOST_ERROR_READ_ONLY,
  SALON_HOST_ERROR_MODEL,
} SalonHostError;

GQuark salon_host_error_quark (void);

G_END_DECLS
