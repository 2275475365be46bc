plugins {
    kotlin("jvm") version "2.4.21"
}

repositories {
    mavenLocal { content { includeGroup("io.bpfiterator") } } // until there is a release
    mavenCentral()
}

dependencies {
    testImplementation("io.bpfiterator:bpf-iterator-kernel-harness:0.1.0-SNAPSHOT")
    testImplementation("org.junit.jupiter:junit-jupiter:5.14.4")
    testRuntimeOnly("org.junit.platform:junit-platform-launcher:1.14.4")
}

kotlin {
    compilerOptions {
        jvmTarget = org.jetbrains.kotlin.gradle.dsl.JvmTarget.JVM_17
        javaParameters = true
    }
}

tasks.test {
    useJUnitPlatform()
    jvmArgs("--enable-native-access=ALL-UNNAMED")
    systemProperties(providers.systemPropertiesPrefixedBy("bpfiterator.").get()) // of Gradle's command line
    // Here, the name of the run does not become an input of the task.
    doFirst { (this as Test).systemProperty("bpfiterator.build", java.util.UUID.randomUUID().toString()) }
}
