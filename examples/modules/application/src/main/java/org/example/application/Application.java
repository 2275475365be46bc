package org.example.application;

/** What the iterator is to find. */
final class Application {

    private Application() {}

    static long pid() {
        return ProcessHandle.current().pid();
    }
}
