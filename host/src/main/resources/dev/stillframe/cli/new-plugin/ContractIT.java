package __PACKAGE__;

import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.WriterContract;
import java.nio.file.Path;

/** The packaged writer keeps the whole contract. */
class __CLASS__ContractIT extends WriterContract {
    @Override
    protected Application start(Path folder) throws Exception {
        return new __CLASS__Application(folder);
    }
}
