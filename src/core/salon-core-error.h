/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SALON_CORE_ERROR (salon_core_error_quark ())

/**
 * SalonCoreError:
 * @SALON_CORE_ERROR_FAILED: anything that has no code of its own
 * @SALON_CORE_ERROR_SYNTAX: text that breaks the grammar of its format
 * @SALON_CORE_ERROR_TOO_LARGE: more bytes than the limit allows
 * @SALON_CORE_ERROR_TOO_DEEP: nested deeper than the limit allows
 * @SALON_CORE_ERROR_NOT_UTF8: bytes that are no UTF-8
 * @SALON_CORE_ERROR_MISSING: a required member is not there
 * @SALON_CORE_ERROR_WRONG_TYPE: a member is of another type than asked for
 * @SALON_CORE_ERROR_OUT_OF_RANGE: a number does not fit, or a string cannot be a C string
 * @SALON_CORE_ERROR_NETWORK: a host cannot be found or reached, or hung up in mid-answer
 * @SALON_CORE_ERROR_TLS: an encrypted connection could not be made or trusted
 * @SALON_CORE_ERROR_TIMED_OUT: no answer within the time allowed
 * @SALON_CORE_ERROR_REDIRECT: a redirect that can't be followed
 * @SALON_CORE_ERROR_PROTOCOL: an answer that breaks the rules of HTTP
 * @SALON_CORE_ERROR_HUNG_UP: a host took a request and hung up before it answered; whether
 *   it did what it was asked is not known
 *
 * What can go wrong in core. The messages are whole sentences for the user.
 * Cancellation is always %G_IO_ERROR_CANCELLED and never one of these.
 */
typedef enum
{
  SALON_CORE_ERROR_FAILED,
  SALON_CORE_ERROR_SYNTAX,
  SALON_CORE_ERROR_TOO_LARGE,
  SALON_CORE_ERROR_TOO_DEEP,
  SALON_CORE_ERROR_NOT_UTF8,
  SALON_CORE_ERROR_MISSING,
  SALON_CORE_ERROR_WRONG_TYPE,
  SALON_CORE_ERROR_OUT_OF_RANGE,
  SALON_CORE_ERROR_NETWORK,
  SALON_CORE_ERROR_TLS,
  SALON_CORE_ERROR_TIMED_OUT,
  SALON_CORE_ERROR_REDIRECT,
  SALON_CORE_ERROR_PROTOCOL,
  SALON_CORE_ERROR_HUNG_UP,
} SalonCoreError;

GQuark salon_core_error_quark (void);

G_END_DECLS
