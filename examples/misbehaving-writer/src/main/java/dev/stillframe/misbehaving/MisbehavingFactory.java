// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.misbehaving;

import dev.stillframe.api.Settings;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.WriterFactory;
import java.util.concurrent.CountDownLatch;

/** Makes writers that misbehave. */
public final class MisbehavingFactory implements WriterFactory {
    @Override
    public WriterDescriptor descriptor() {
        return WriterDescriptor.of(
                "misbehaving", "breaks the contract on request", "/dev/stillframe/misbehaving/settings.schema.json");
    }

    @Override
    @SuppressWarnings("NullAway") // how: null
    public Writer open(Settings settings, WriterContext context) throws WriterException {
        Misbehaviour misbehaviour = Misbehaviour.of(settings, context.application());
        misbehaviour.begin(Phase.OPEN, new CountDownLatch(1));
        return misbehaviour.is(Phase.OPEN, How.NULL) ? null : new MisbehavingWriter(settings, misbehaviour);
    }
}
