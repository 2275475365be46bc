/** An application whose tests are in its own packages: the build adds them, and what they require, to the module. */
module org.example.application {}
