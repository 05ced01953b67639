package dev.envctl.git;

import java.io.File;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/// Keeps JGit from starting the machine's git to ask it where its configuration is.
final class GitSetup {

    private static boolean done;

    private GitSetup() {}

    static synchronized void once() {
        if (!done) {
            SystemReader.setInstance(new WithoutSystemConfig(SystemReader.getInstance()));
            done = true;
        }
    }

    private static final class WithoutSystemConfig extends SystemReader.Delegate {
        WithoutSystemConfig(SystemReader original) {
            super(original);
        }

        @Override
        public FileBasedConfig openSystemConfig(Config parent, FS files) {
            return new FileBasedConfig(parent, new File("none"), files) {
                @Override
                public void load() {
                    // there is nothing to read
                }

                @Override
                public boolean isOutdated() {
                    return false;
                }
            };
        }
    }
}
