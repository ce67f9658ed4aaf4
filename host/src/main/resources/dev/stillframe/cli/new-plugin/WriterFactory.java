package __PACKAGE__;

import dev.stillframe.api.Settings;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.WriterFactory;

/** Makes writers; found through META-INF/services. */
public final class __CLASS__WriterFactory implements WriterFactory {
    @Override
    public WriterDescriptor descriptor() {
        return WriterDescriptor.of("__NAME__", "one line about __NAME__", "/__PATH__/settings.schema.json");
    }

    /** Never connects: the application may be down. */
    @Override
    public Writer open(Settings settings, WriterContext context) throws WriterException {
        return new __CLASS__Writer(settings.requiredText("folder"), context.application());
    }
}
