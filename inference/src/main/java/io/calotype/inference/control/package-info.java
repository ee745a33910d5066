/** Control models, ControlNets and T2I-Adapters, that images of a pack can ask for. */
@NullMarked
package io.calotype.inference.control;

import org.jspecify.annotations.NullMarked;
