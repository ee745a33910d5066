package io.calotype.local.bench;

/** The same saturated load twice, one after the other: by the stack, and by its classes in one process. */
record Round(Throughput stack, Throughput inProcess) {

    /** How much of one process's throughput the stack keeps. */
    double share() {
        return stack.imagesPerSecond() / inProcess.imagesPerSecond();
    }

    /** How much of its processor time an image needs in one process. */
    double cpuShare() {
        return inProcess.cpuSecondsAnImage() / stack.cpuSecondsAnImage();
    }
}
