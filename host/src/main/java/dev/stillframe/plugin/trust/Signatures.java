// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin.trust;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Who signed a jar as a whole: every entry that a class or a resource could come from.
 *
 * @param chains of those who signed every entry: the signer's own certificate first, then its issuers
 * @param gap why nobody signed it as a whole, in words that follow the jar's name; empty if somebody did
 */
public record Signatures(List<List<X509Certificate>> chains, Optional<String> gap) {
    public Signatures {
        chains = chains.stream().map(List::copyOf).toList();
    }

    public List<Signer> signers() {
        return chains.stream().map(chain -> Signer.of(chain.get(0))).toList();
    }
}
