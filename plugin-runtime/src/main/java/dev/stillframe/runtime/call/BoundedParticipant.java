// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

/** A participant whose every call is bounded in time and made in the order of the contract. */
public final class BoundedParticipant {
    BoundedParticipant() {}
}
