"""Computes the numbers that LogisticRegressionTrainerTests compares with. Needs numpy and torch; run: python3 reference.py

The problem: 12 rows, 3 features, 3 classes, in closed form so that the test builds the same one. The optimum is found by Newton's method in double, with the
gradient and Hessian from torch.autograd: another method and another implementation than the product's.
"""
import numpy
import torch


def problem():
    rows, features = 12, 3
    x = numpy.array([[((7 * r + 5 * c + 3 * r * c) % 11) * 0.5 + c * 10 for c in range(features)] for r in range(rows)])
    y = numpy.array([(r * r + r // 3) % 3 for r in range(rows)])
    return x, y


def optimum(x, y, decay, row_weights):
    deviation = x.std(axis=0)
    standardised = torch.tensor((x - x.mean(axis=0)) / deviation)
    labels = torch.tensor(y)
    weights = torch.tensor(row_weights, dtype=torch.float64)
    features, classes = x.shape[1], int(y.max()) + 1

    def objective(parameters):
        w = parameters[: features * classes].reshape(features, classes)
        logits = standardised @ w + parameters[features * classes:]
        losses = torch.nn.functional.cross_entropy(logits, labels, reduction="none")
        return (losses * weights).sum() / weights.sum() + 0.5 * decay * (w * w).sum()

    parameters = torch.zeros((features + 1) * classes, dtype=torch.float64)
    for _ in range(50):
        gradient = torch.autograd.functional.jacobian(objective, parameters)
        hessian = torch.autograd.functional.hessian(objective, parameters)
        # Adding the same number to all biases changes nothing, hence the pseudo-inverse.
        parameters = parameters - torch.linalg.pinv(hessian, hermitian=True, rtol=1e-12) @ gradient
    assert gradient.norm() < 1e-13
    w = parameters[: features * classes].reshape(features, classes).numpy()
    probabilities = torch.softmax(standardised @ torch.tensor(w) + parameters[features * classes:], 1).numpy()
    cross_entropy = -(numpy.log(probabilities[range(len(y)), y]) * row_weights).sum() / sum(row_weights)
    return w / deviation[:, None], cross_entropy, probabilities


def main():
    x, y = problem()
    for name, decay, row_weights in [("plain", 0.01, [1.0] * 12), ("weighted", 0.1, [1.0 + r % 4 for r in range(12)])]:
        w, cross_entropy, probabilities = optimum(x, y, decay, row_weights)
        print(name, "cross-entropy", repr(float(cross_entropy)))
        print("  weights", [round(float(v), 9) for v in w.ravel()])
        print("  probabilities of rows 0 and 7", [round(float(v), 9) for v in probabilities[[0, 7]].ravel()])


main()
