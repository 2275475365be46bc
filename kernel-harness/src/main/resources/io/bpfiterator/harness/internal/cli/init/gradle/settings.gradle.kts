rootProject.name = "bpf-tests"
