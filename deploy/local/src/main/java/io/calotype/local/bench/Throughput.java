package io.calotype.local.bench;

/**
 * What was made of a saturated load.
 *
 * @param cpuSecondsAnImage of all processes that took part
 */
record Throughput(double imagesPerSecond, double cpuSecondsAnImage) {}
